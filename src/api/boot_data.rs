use js_sys::Reflect;
use leptos::prelude::window;
use serde::de::DeserializeOwned;

use super::read;

/// The boot data that the proxy embedded in the page and the boot script (`public/boot.js`)
/// extracted: the allowed host origins, and a token in demo mode. `None` when another server served
/// the page; then the panel requests this data.
pub(crate) fn boot_data<T: DeserializeOwned>() -> Option<T> {
    let first = Reflect::get(&window(), &"passwebBootData".into()).ok()?;
    read(first).ok()
}
