use leptos::prelude::*;

use super::{checkbox, el};
use crate::{
    i18n::{self, Text},
    key,
};

/// A switch between *Sì* and *No*, with what it does under it.
pub fn switch(id: &'static str, label: Text, hint: Text, on: RwSignal<bool>) -> AnyView {
    let locale = i18n::locale();
    let state = Text::derive(move || {
        let key = if on.get() { key!(yes) } else { key!(no) };
        key(locale.get())
    });
    let hint_id = [id, "-hint"].concat();
    let input = el("input")
        .id(id)
        .attr("type", "checkbox")
        .attr("role", "switch")
        .attr("aria-describedby", hint_id.clone());
    let control = el("span")
        .class("switch")
        .child(checkbox(input, on))
        .child(el("span").attr("aria-hidden", "true").child(state));
    let inside = el("div")
        .class("field-control")
        .child(control)
        .child(el("p").id(hint_id).class("field-hint").child(hint));
    el("div")
        .class("field")
        .child(
            el("label")
                .class("field-label")
                .attr("for", id)
                .child(label),
        )
        .child(inside)
        .into_any()
}
