use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Focuses the element with an id, if it is in the page.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // A folded section hides its content from the focus too: unfold it.
        if let Ok(Some(fold)) = element.closest("details:not([open])") {
            let _ = fold.set_attribute("open", "");
        }
        // If the element cannot be focused, the focus does not move.
        let _ = element.focus();
    }
}

/// Runs a change that may remove the focused element inside `within` (a CSS selector). If it does,
/// the first existing element of `instead` gets the focus.
pub fn keep_focus(within: &str, instead: &'static [&'static str], change: impl FnOnce()) {
    let inside = has_focus(within);
    change();
    if inside {
        request_animation_frame(move || {
            let lost = || document().active_element() == document().body().map(Into::into);
            instead
                .iter()
                .take_while(|_| lost())
                .for_each(|id| focus(id));
        });
    }
}

/// Whether the focus is inside `within` (a CSS selector).
#[must_use]
pub fn has_focus(within: &str) -> bool {
    let element = document().active_element();
    element.is_some_and(|element| matches!(element.closest(within), Ok(Some(_))))
}

/// The id of the focused element.
#[must_use]
pub fn focused() -> Option<String> {
    document().active_element().map(|element| element.id())
}
