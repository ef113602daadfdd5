use leptos::prelude::*;
use web_sys::Event;

use super::El;

/// An input or a select (its choices are in it already) that shows `value` and changes it.
#[must_use]
pub fn control(element: El, value: RwSignal<String>) -> El {
    element
        .prop("value", move || value.get().into())
        .on("input", move |event| value.set(event_target_value(&event)))
}

/// A checkbox that shows `on` and changes it.
#[must_use]
pub fn checkbox(element: El, on: RwSignal<bool>) -> El {
    element
        .prop("checked", move || on.get().into())
        .on("change", move |event: Event| {
            on.set(event_target_checked(&event));
        })
}
