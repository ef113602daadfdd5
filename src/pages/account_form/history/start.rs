use leptos::{ev::KeyboardEvent, html, prelude::*};
use web_sys::HtmlInputElement;

use super::state::OldOrders;
use crate::{
    components::{Field, described_by},
    i18n, t,
};

/// *Da quando*, and *Avvia* with the reason why it is not available.
#[component]
pub fn Start(
    /// The old orders.
    state: OldOrders,
) -> impl IntoView {
    let locale = i18n::locale();
    let input = NodeRef::<html::Input>::new();
    let start = move || {
        if untrack(|| state.why_not_start()).is_none() {
            // An incomplete day has no value, as if the field were empty.
            let valid = |input: HtmlInputElement| input.check_validity();
            state.start(input.get_untracked().is_none_or(valid));
        }
    };
    let on_enter = move |event: KeyboardEvent| {
        // Enter would submit the surrounding form.
        if event.key() == "Enter" {
            event.prevent_default();
            start();
        }
    };
    let invalid = move || state.since_error.get().is_some().then_some("true");
    let why_not = move || state.why_not_start().map(|why| why(locale.get()));
    view! {
        <Field
            id="history-since"
            label=t!(history.since)
            error=state.since_error.into()
            hint=move || t!(history.since_hint)
        >
            <div class="with-button">
                <input
                    id="history-since"
                    node_ref=input
                    class="input"
                    type="date"
                    aria-describedby=described_by("history-since")
                    aria-invalid=invalid
                    bind:value=state.since
                    on:keydown=on_enter
                />
                <button
                    type="button"
                    class="button button-primary"
                    disabled=move || state.why_not_start().is_some()
                    aria-busy=move || state.changing.get().to_string()
                    aria-describedby="why-no-history"
                    on:click=move |_| start()
                >
                    {t!(history.start)}
                </button>
            </div>
            <p id="why-no-history">{why_not}</p>
        </Field>
    }
}
