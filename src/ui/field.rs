use leptos::prelude::*;

use super::dynamic;
use crate::i18n::{self, Key, Text};

/// What surrounds a control: see [`field`].
pub struct FieldProps {
    /// The id of the control.
    pub id: &'static str,
    /// Its label.
    pub label: Text,
    /// Whether a star marks it.
    pub required: bool,
    /// What is wrong with it.
    pub error: Signal<Option<Key>>,
    /// What helps to fill it in; empty for none.
    pub hint: AnyView,
}

/// The ids that describe a control, for its `aria-describedby`.
#[must_use]
pub fn described_by(id: &'static str) -> String {
    format!("{id}-error {id}-hint")
}

/// A label at the left, a control at the right, what is wrong and what helps under it.
pub fn field(props: FieldProps, control: AnyView) -> AnyView {
    let FieldProps {
        id,
        label,
        required,
        error,
        hint,
    } = props;
    let locale = i18n::locale();
    let message = dynamic(move || match error.get() {
        Some(key) => view! {
            <p class="field-error">
                <span class="icon icon-alert" aria-hidden="true"></span>
                {key(locale.get())}
            </p>
        }
        .into_any(),
        None => ().into_any(),
    });
    let star = if required {
        // Screen readers hear it from the control itself.
        view! { <span class="star" aria-hidden="true">" *"</span> }.into_any()
    } else {
        ().into_any()
    };
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}{star}</label>
            <div class="field-control">
                {control}
                <div id=format!("{id}-error")>{message}</div>
                <div id=format!("{id}-hint") class="field-hint">{hint}</div>
            </div>
        </div>
    }
    .into_any()
}
