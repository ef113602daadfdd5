//! Exchanges messages with the back office around the frame.
//!
//! Messages are sent to exact origins and accepted only from them. The proxy defines which origins
//! may frame the panel (`HOST_ORIGINS`), never the URL.

mod inbox;
mod message;
mod size;
mod token;
mod view;

use contract::SecretText;
use js_sys::{Array, Function, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Window};

use crate::{api::ApiError, i18n::Locale};

pub use message::Message;

/// The connection to the back office. Without a back office it sends and receives nothing.
#[derive(Clone, Copy)]
pub struct Host {
    /// The origins that may be the host, once fetched from the proxy.
    origins: StoredValue<Vec<String>>,
    /// The host's origin, once it has sent a message.
    peer: StoredValue<Option<String>>,
    /// The newest token of the host.
    token: StoredValue<Option<SecretText>>,
    /// Whether the session has ended: the newest token expired or was rejected.
    over: RwSignal<bool>,
    /// Number of tokens from the host that seemed expired on arrival.
    doubts: RwSignal<u32>,
    /// Callbacks of the callers that wait for the next token.
    waiting: StoredValue<Vec<Function>, LocalStorage>,
    /// The attention count last sent to the host.
    attention: StoredValue<Option<i64>>,
    /// Called when the host wants to remove the panel; without it the panel agrees.
    on_leave: StoredValue<Option<Box<dyn Fn()>>, LocalStorage>,
    /// The host's language, once it has sent it.
    language: RwSignal<Option<Locale>>,
    locale: RwSignal<Locale>,
}

impl Host {
    /// Starts to listen and sends `ready`.
    pub fn connect(locale: RwSignal<Locale>) -> Self {
        let host = Self {
            origins: StoredValue::new(Vec::new()),
            peer: StoredValue::new(None),
            token: StoredValue::new(None),
            over: RwSignal::new(false),
            doubts: RwSignal::new(0),
            waiting: StoredValue::new_local(Vec::new()),
            attention: StoredValue::new(None),
            on_leave: StoredValue::new_local(None),
            language: RwSignal::new(None),
            locale,
        };
        if embedded() {
            host.listen();
            leptos::task::spawn_local(async move {
                // On failure no origin is trusted; whoever needs a token retries.
                let _ = host.introduce().await;
            });
            size::report(host);
            view::follow();
        }
        host
    }

    /// The connection to the back office, from the context.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Whether the host has sent its language.
    #[must_use]
    pub fn chose_language(self) -> bool {
        self.language.with_untracked(Option::is_some)
    }

    /// Sends a message to the host, or to every allowed origin until the host has sent one.
    pub fn send(self, message: &Message) {
        let Some(parent) = parent() else { return };
        let envelope = message.envelope();
        let post = |origin: &String| {
            // The browser delivers it only to a window with that origin.
            let _ = parent.post_message(&envelope, origin);
        };
        match self.peer.get_value() {
            Some(peer) => post(&peer),
            None => self
                .origins
                .with_value(|origins| origins.iter().for_each(post)),
        }
    }

    /// Sends the attention count to the host when it changed.
    pub fn attention(self, count: i64) {
        if self.attention.try_get_value().flatten() != Some(count) {
            self.attention.try_set_value(Some(count));
            self.send(&Message::Attention(count));
        }
    }

    /// Sets the handler for the host's request to leave, until the component is removed.
    pub fn when_leaving(self, ask: impl Fn() + 'static) {
        self.on_leave.set_value(Some(Box::new(ask)));
        on_cleanup(move || {
            self.on_leave.try_set_value(None);
        });
    }

    /// Fetches the allowed origins, then sends `ready`, unless the boot script did: in that case
    /// handles the messages it received. Fetches the origins only once.
    ///
    /// # Errors
    /// [`ApiError`].
    async fn introduce(self) -> Result<(), ApiError> {
        if self.origins.with_value(Vec::is_empty) {
            let origins = crate::api::host_origins().await?;
            self.origins.try_set_value(origins);
            match heard_before() {
                Some(events) => events.iter().for_each(|event| self.receive(event)),
                None => self.send(&Message::Ready),
            }
        }
        Ok(())
    }
}

/// Takes the messages that the boot script (`public/boot.js`) received from the host, and stops its
/// listener. `None` when it did not contact the host.
fn heard_before() -> Option<Vec<MessageEvent>> {
    let (window, name) = (window(), JsValue::from_str("passwebMessages"));
    let take: Function = Reflect::get(&window, &name).ok()?.dyn_into().ok()?;
    Reflect::set(&window, &name, &JsValue::UNDEFINED).ok()?;
    let heard: Array = take.call0(&JsValue::NULL).ok()?.dyn_into().ok()?;
    Some(heard.iter().filter_map(|it| it.dyn_into().ok()).collect())
}

/// Whether the panel is in a frame.
#[must_use]
pub fn embedded() -> bool {
    parent().is_some()
}

/// The parent window.
fn parent() -> Option<Window> {
    let window = window();
    let parent = window.parent().ok().flatten()?;
    let (parent_value, window_value): (&JsValue, &JsValue) = (parent.as_ref(), window.as_ref());
    (parent_value != window_value).then_some(parent)
}
