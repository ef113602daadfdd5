use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::ResizeObserver;

use super::{Host, Message};

/// Tells the host how high the content is, whenever that changes.
///
/// The height of the body is that of its content and never depends on the frame's, so the answer
/// to this message does not cause the next one.
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
    // As long as the page.
    measure.forget();
}
