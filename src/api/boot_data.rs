use js_sys::Reflect;
use leptos::prelude::window;
use serde::de::DeserializeOwned;

use super::json::read;

/// What the proxy wrote into the page and the boot script (`public/boot.js`) took out of it: who
/// may be the host, and in demo mode a token. Nothing where something else served the page, so that
/// the panel asks for itself.
pub(crate) fn boot_data<T: DeserializeOwned>() -> Option<T> {
    let first = Reflect::get(&window(), &"passwebBootData".into()).ok()?;
    read(first).ok()
}
