//! Copies text, where the browser lets a page in a frame do it.

use leptos::prelude::{document, window};
use wasm_bindgen_futures::JsFuture;

/// Copies a text. Returns whether the browser did: a frame of another origin needs the permission
/// of the page around it, and a page without TLS has no clipboard.
pub async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Selects the content of the element with an id, so that the merchant can copy it.
pub fn select(id: &str) {
    let selection = window().get_selection().ok().flatten();
    if let (Some(selection), Some(element)) = (selection, document().get_element_by_id(id)) {
        // Fails only for an element that is not in the page.
        let _ = selection.select_all_children(&element);
    }
}
