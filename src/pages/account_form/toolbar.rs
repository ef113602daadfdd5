use leptos::prelude::*;

use super::{
    connection_test, discard::Discard, leave_guard, page_state::Busy, save_failure::SaveFailure,
    saving::save_and_test, state::Form,
};
use crate::{components::Icon, i18n, links, t};

/// The floating buttons at the bottom of the page, with their hints.
#[component]
pub fn Toolbar(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    view! {
        <div class="actions">
            <div class="actions-notes">
                <SaveFailure form/>
                <p class="unsaved" role="status">
                    {move || form.dirty().then(|| t!(form.unsaved))}
                </p>
                <Discard form/>
                <WhyNoTest form/>
                <CancelTest form/>
            </div>
            <div class="actions-buttons">
                <button
                    type="button"
                    class="action action-dark"
                    on:click=move |_| leave_guard::leave_for(form, links::LIST)
                >
                    <Icon name="icon-back"/>
                    {t!(form.back)}
                </button>
                <TestButton form/>
                <button
                    type="button"
                    id="save-and-test"
                    class="action"
                    on:click=move |_| save_and_test(form)
                >
                    <Icon name="icon-check"/>
                    {t!(form.save_and_test)}
                </button>
                <SaveButton form/>
            </div>
        </div>
    }
}

#[component]
fn WhyNoTest(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let reason = move || connection_test::why_not(form).map(|why| why(locale.get()));
    view! { <p id="why-no-test" class="quiet">{reason}</p> }
}

/// *Test Connessione*.
#[component]
fn TestButton(form: Form) -> impl IntoView {
    let testing = move || form.page.busy.get() == Busy::Testing;
    let label = move || {
        if testing() {
            t!(form.testing)
        } else {
            t!(form.test)
        }
    };
    view! {
        <button
            type="button"
            id="test"
            class="action"
            disabled=move || connection_test::why_not(form).is_some()
            aria-busy=move || testing().to_string()
            aria-describedby="why-no-test"
            on:click=move |_| connection_test::start(form)
        >
            <Icon name="icon-plug"/>
            {label}
        </button>
    }
}

/// *Annulla test*, while a test runs; placed where a double click on *Test Connessione* does not
/// hit it.
#[component]
fn CancelTest(form: Form) -> impl IntoView {
    let testing = move || form.page.busy.get() == Busy::Testing;
    view! {
        <Show when=testing>
            <button type="button" class="link" on:click=move |_| connection_test::cancel(form)>
                {t!(form.test_cancel)}
            </button>
        </Show>
    }
}

/// *Salva*.
#[component]
fn SaveButton(form: Form) -> impl IntoView {
    let saving = move || form.page.busy.get() == Busy::Saving;
    let label = move || {
        if saving() {
            t!(form.saving)
        } else {
            t!(form.save)
        }
    };
    view! {
        <button
            type="submit"
            id="save"
            class="action action-primary"
            aria-busy=move || saving().to_string()
        >
            <Icon name="icon-save"/>
            {label}
        </button>
    }
}
