use contract::ProblemCode;
use leptos::prelude::*;

use super::state::{Busy, Form};
use crate::{
    api::ApiError,
    components::{Icon, ReloadButton, WayOn, focus},
    i18n::{self, Key},
    key, links, messages, t,
};

/// The buttons that float at the bottom of the page, with what the merchant has to know about them.
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
                <WhyNoTest form/>
            </div>
            <div class="actions-buttons">
                <button
                    type="button"
                    class="action action-dark"
                    on:click=move |_| form.leave_for(links::LIST)
                >
                    <Icon name="icon-back"/>
                    {t!(form.back)}
                </button>
                <TestButton form/>
                <SaveButton form/>
            </div>
        </div>
    }
}

#[component]
fn WhyNoTest(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let reason = move || form.why_no_test().map(|why| why(locale.get()));
    view! { <p id="why-no-test" class="quiet">{reason}</p> }
}

/// *Test Connessione*, and *Annulla test* while one runs.
#[component]
fn TestButton(form: Form) -> impl IntoView {
    let testing = Memo::new(move |_| form.busy.get() == Busy::Testing);
    let label = move || {
        if testing.get() {
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
            disabled=move || form.why_no_test().is_some()
            aria-busy=move || testing.get().to_string()
            aria-describedby="why-no-test"
            on:click=move |_| form.test()
        >
            <Icon name="icon-plug"/>
            {label}
        </button>
        <Show when=move || testing.get()>
            <button type="button" class="action" on:click=move |_| form.cancel_test()>
                <Icon name="icon-close"/>
                {t!(form.test_cancel)}
            </button>
        </Show>
    }
}

/// *Salva*.
#[component]
fn SaveButton(form: Form) -> impl IntoView {
    let saving = Memo::new(move |_| form.busy.get() == Busy::Saving);
    let label = move || {
        if saving.get() {
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
            aria-busy=move || saving.get().to_string()
        >
            <Icon name="icon-save"/>
            {label}
        </button>
    }
}

/// Why the last attempt to save failed as a whole.
#[component]
fn SaveFailure(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let failure = move || {
        let error = form.failed.get()?;
        let (message, locale) = (messages::problem(&error), locale.get());
        let stays = what_stays(form, &error).map(|key| key(locale));
        Some(view! {
            <div class="failure">
                <p>
                    <strong>{(message.what)(locale)}</strong>
                    " " {(message.advice)(locale)} " " {stays}
                </p>
                <SaveWayOn form error/>
            </div>
        })
    };
    view! { <div role="alert">{failure}</div> }
}

/// What a reload keeps, where one is offered.
fn what_stays(form: Form, error: &ApiError) -> Option<Key> {
    let reloads = matches!(error, ApiError::Unreadable);
    let reloads = reloads || error.code() == Some(ProblemCode::Unknown);
    let key: Key = match error {
        ApiError::NoSession => key!(form.draft_stays_after_reload),
        _ if reloads => key!(form.draft_stays),
        _ => return None,
    };
    form.draft_kept.get_untracked().then_some(key)
}

#[component]
fn SaveWayOn(form: Form, error: ApiError) -> impl IntoView {
    let on_retry = move |()| {
        // The button disappears with the failure.
        focus("save");
        form.save();
    };
    let other = match &error {
        ApiError::Refused(problem) if problem.code == ProblemCode::PlatformAlreadyConfigured => {
            problem.account_id.clone()
        }
        _ => None,
    };
    if let Some(id) = other {
        return view! { <a href=links::account(&id)>{t!(form.already_open)}</a> }.into_any();
    }
    // After a new login in the back office the merchant may want a new page too.
    let reload = (error == ApiError::NoSession).then(|| view! { <ReloadButton class="button"/> });
    view! { <WayOn error on_retry/> {reload} }.into_any()
}
