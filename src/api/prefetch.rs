use js_sys::{Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// What the boot script (`public/boot.js`) asked the proxy while the panel was still on its way: the
/// answer of a path, once. Nothing where it did not ask, or got none: that may be long ago.
pub(super) async fn prefetched(path: &str) -> Option<Response> {
    let asked = Reflect::get(&window(), &"passwebPrefetch".into()).ok()?;
    let asked: &js_sys::Object = asked.dyn_ref()?;
    let answer: Promise = Reflect::get(asked, &path.into()).ok()?.dyn_into().ok()?;
    // Whoever asks again wants to know what is so then.
    Reflect::set(asked, &path.into(), &JsValue::UNDEFINED).ok()?;
    JsFuture::from(answer).await.ok()?.dyn_into().ok()
}
