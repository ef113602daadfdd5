use leptos::prelude::*;

use super::Icon;
use crate::i18n::{self, Key, Text};

/// The ids of what describes a control, for its `aria-describedby`.
#[must_use]
pub fn described_by(id: &'static str) -> String {
    [id, "-error ", id, "-hint"].concat()
}

/// A label at the left and a control at the right, with its error and its hint below.
#[component]
pub fn Field(
    /// The id of the control.
    id: &'static str,
    /// The label.
    label: Text,
    /// Whether a star marks the label.
    #[prop(optional)]
    required: bool,
    /// What is wrong with the value.
    error: Signal<Option<Key>>,
    /// Help for filling it in.
    #[prop(optional, into)]
    hint: ViewFnOnce,
    /// The control.
    children: Children,
) -> impl IntoView {
    let locale = i18n::locale();
    let message = move || {
        error.get().map(|key| {
            view! { <p class="field-error"><Icon name="icon-alert"/> {key(locale.get())}</p> }
        })
    };
    // Assistive technology has it from the control's `required`.
    let star = required.then(|| view! { <span class="star" aria-hidden="true">" *"</span> });
    view! {
        <div class="field">
            <label class="field-label" for=id>{label} {star}</label>
            <div class="field-control">
                {children()}
                <div id=[id, "-error"].concat()>{message}</div>
                <div id=[id, "-hint"].concat() class="field-hint">{hint.run()}</div>
            </div>
        </div>
    }
}
