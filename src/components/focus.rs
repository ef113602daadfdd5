use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Puts the focus into the element of an id, when it is in the page.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // A folded section hides what is in it from the focus too.
        if let Ok(Some(fold)) = element.closest("details:not([open])") {
            let _ = fold.set_attribute("open", "");
        }
        // An element that cannot take the focus leaves it where it was.
        let _ = element.focus();
    }
}

/// Makes a change that may take away what has the focus, where that is inside of `within` (a CSS
/// selector). Then the first of these that is in the page gets it.
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

/// Whether the focus is inside of `within` (a CSS selector).
#[must_use]
pub fn has_focus(within: &str) -> bool {
    let element = document().active_element();
    element.is_some_and(|element| matches!(element.closest(within), Ok(Some(_))))
}

/// The id of what has the focus.
#[must_use]
pub fn focused() -> Option<String> {
    document().active_element().map(|element| element.id())
}
