use leptos::prelude::*;

use super::{dynamic, el, icon};
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
    [id, "-error ", id, "-hint"].concat()
}

/// A label at the left, a control at the right, what is wrong and what helps under it.
pub fn field(props: FieldProps, control: AnyView) -> AnyView {
    let FieldProps {
        id,
        label: text,
        required,
        error,
        hint,
    } = props;
    let locale = i18n::locale();
    let message = dynamic(move || match error.get() {
        Some(key) => el("p")
            .class("field-error")
            .child(icon("icon icon-alert"))
            .child(key(locale.get()))
            .into_any(),
        None => ().into_any(),
    });
    // Screen readers hear it from the control itself.
    let star = required.then(|| icon("star").child(" *"));
    let label = el("label").class("field-label").attr("for", id);
    let hint_id = [id, "-hint"].concat();
    let inside = el("div")
        .class("field-control")
        .child(control)
        .child(el("div").id([id, "-error"].concat()).child(message))
        .child(el("div").id(hint_id).class("field-hint").child(hint));
    el("div")
        .class("field")
        .child(label.child(text).child(star))
        .child(inside)
        .into_any()
}
