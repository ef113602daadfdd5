use leptos::prelude::*;

use super::Icon;
use crate::i18n::{self, Key, Text};

/// The ids of a control's hint and error, for its `aria-describedby`.
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
    /// The error of the value.
    error: Signal<Option<Key>>,
    /// The hint below the control.
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
    // Assistive technology gets this from the control's `required`.
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
