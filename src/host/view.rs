use std::time::Duration;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, IntersectionObserver, IntersectionObserverEntry};

/// The polling interval.
const INTERVAL: Duration = Duration::from_millis(250);
/// Below this height, in pixels, nothing may float over the visible part of the frame: 30rem.
const SHORT: f64 = 480.0;

/// Tracks which part of the frame is visible, in the custom properties `--view-top` and
/// `--view-bottom`: the hidden height above and below. `data-view="short"` marks a small visible
/// part.
///
/// The frame is as high as its content, so the host scrolls, and `position: fixed` inside the frame
/// has no effect for the merchant. A cross-origin frame gets no scroll events from its host; only
/// the first callback of a new `IntersectionObserver` reports the position.
pub(super) fn follow() {
    let seen = Closure::<dyn Fn(Array, IntersectionObserver)>::new(
        |entries: Array, observer: IntersectionObserver| {
            observer.disconnect();
            if let Ok(entry) = entries.get(0).dyn_into::<IntersectionObserverEntry>() {
                write(&entry);
            }
        },
    );
    let callback = seen.as_ref().unchecked_ref::<js_sys::Function>().clone();
    // The observer lives as long as the page.
    seen.forget();
    let look = move || {
        let observer = IntersectionObserver::new(&callback);
        if let (false, Ok(observer), Some(body)) =
            (document().hidden(), observer, document().body())
        {
            observer.observe(&body);
        }
    };
    look();
    // The timer lives as long as the page.
    let _ = set_interval_with_handle(look, INTERVAL);
}

fn write(entry: &IntersectionObserverEntry) {
    let (whole, seen) = (entry.bounding_client_rect(), entry.intersection_rect());
    // The frame is completely out of sight.
    if seen.height() <= 0.0 {
        return;
    }
    let root = document().document_element();
    if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        let pixels = |length: f64| [(length.max(0.0) as i32).to_string().as_str(), "px"].concat();
        let style = root.style();
        // Setting a custom property cannot fail.
        let _ = style.set_property("--view-top", &pixels(seen.top() - whole.top()));
        let _ = style.set_property("--view-bottom", &pixels(whole.bottom() - seen.bottom()));
        let short = seen.height() < SHORT && whole.height() >= SHORT;
        let _ = match short {
            true => root.set_attribute("data-view", "short"),
            false => root.remove_attribute("data-view"),
        };
    }
}
