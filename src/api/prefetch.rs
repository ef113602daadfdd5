use js_sys::{Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// The response to a request that the boot script (`public/boot.js`) sent before the panel was
/// loaded; returned once per path. `None` when there was no such request, or it failed.
pub(super) async fn prefetched(path: &str) -> Option<Response> {
    let asked = Reflect::get(&window(), &"passwebPrefetch".into()).ok()?;
    let asked: &js_sys::Object = asked.dyn_ref()?;
    let answer: Promise = Reflect::get(asked, &path.into()).ok()?.dyn_into().ok()?;
    // A later request needs fresh data.
    Reflect::set(asked, &path.into(), &JsValue::UNDEFINED).ok()?;
    JsFuture::from(answer).await.ok()?.dyn_into().ok()
}
