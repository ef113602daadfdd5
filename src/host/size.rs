use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::ResizeObserver;

use super::{Host, Message};

/// Sends the height of the content to the host whenever it changes.
///
/// The height of the body follows its content and never the frame's height, so the host's reaction
/// does not cause another message.
pub(super) fn report(host: Host) {
    let measured = StoredValue::new(0.0);
    let measure = Closure::<dyn Fn()>::new(move || {
        let Some(body) = document().body() else {
            return;
        };
        let height = body.get_bounding_client_rect().height().ceil();
        if measured.try_get_value() != Some(height) {
            measured.try_set_value(height);
            host.send(&Message::Resize(height));
        }
    });
    let observer = ResizeObserver::new(measure.as_ref().unchecked_ref());
    if let (Ok(observer), Some(body)) = (observer, document().body()) {
        observer.observe(&body);
    }
    // The observer lives as long as the page.
    measure.forget();
}
