use std::time::Duration;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, IntersectionObserver, IntersectionObserverEntry};

/// How often it is looked.
const INTERVAL: Duration = Duration::from_millis(250);
/// Less than this many pixels of the frame are too few for anything that floats: 30rem.
const SHORT: f64 = 480.0;

/// Follows which part of the frame the merchant sees, as the custom properties `--view-top` and
/// `--view-bottom`: how much of the frame is out of sight above and below. `data-view="short"` says
/// that little of it is seen.
///
/// The frame is as high as its content, so the host scrolls, and *fixed* in the frame is fixed to
/// nothing the merchant sees. The host's scrolling is not told to a frame of another origin; a new
/// observer's first answer is the one thing that tells where it stands.
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
    // As long as the page.
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
    // The page's own time: there is nothing to stop it for.
    let _ = set_interval_with_handle(look, INTERVAL);
}

fn write(entry: &IntersectionObserverEntry) {
    let (whole, seen) = (entry.bounding_client_rect(), entry.intersection_rect());
    // Out of sight altogether: nobody to show anything to.
    if seen.height() <= 0.0 {
        return;
    }
    let root = document().document_element();
    if let Some(root) = root.and_then(|root| root.dyn_into::<HtmlElement>().ok()) {
        let pixels = |length: f64| [(length.max(0.0) as i32).to_string().as_str(), "px"].concat();
        let style = root.style();
        // Properties of our own names are always taken.
        let _ = style.set_property("--view-top", &pixels(seen.top() - whole.top()));
        let _ = style.set_property("--view-bottom", &pixels(whole.bottom() - seen.bottom()));
        let short = seen.height() < SHORT && whole.height() >= SHORT;
        let _ = match short {
            true => root.set_attribute("data-view", "short"),
            false => root.remove_attribute("data-view"),
        };
    }
}
