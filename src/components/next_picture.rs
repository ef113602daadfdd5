use std::time::Duration;

use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Waits until the browser has shown the control that was used. For a change that takes longer to
/// build than a key press may take until the next picture.
pub async fn next_picture() {
    let shown = Promise::new(&mut |resolve: Function, _| {
        // Before the picture, then after it.
        request_animation_frame(move || {
            let resolve = move || {
                // `resolve` throws nothing.
                let _ = resolve.call0(&JsValue::NULL);
            };
            set_timeout(resolve, Duration::ZERO);
        });
    });
    // A promise that is never rejected.
    let _ = JsFuture::from(shown).await;
}
