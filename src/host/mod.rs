//! The back office around the frame: what it tells the panel, and what the panel tells it.
//!
//! Messages go to exact origins and are taken from them alone. Which ones may frame the panel is
//! the proxy's word (`HOST_ORIGINS`), never the address's.

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

/// The way to the back office. Outside of one it says nothing and hears nothing.
#[derive(Clone, Copy)]
pub struct Host {
    /// Who may be the host, once the proxy has said so.
    origins: StoredValue<Vec<String>>,
    /// Who it is, once it has spoken.
    peer: StoredValue<Option<String>>,
    /// The last token it gave.
    token: StoredValue<Option<SecretText>>,
    /// Whether the session is over: the last token has ended, or was refused.
    over: RwSignal<bool>,
    /// How often the host gave a token that seems to have ended.
    doubts: RwSignal<u32>,
    /// Who waits for the next one: functions that take it.
    waiting: StoredValue<Vec<Function>, LocalStorage>,
    /// How much the merchant should look at, once the host was told.
    attention: StoredValue<Option<i64>>,
    /// What to do when the host is about to leave the page; without it, leaving is fine.
    on_leave: StoredValue<Option<Box<dyn Fn()>>, LocalStorage>,
    /// The host's language, once it has said so.
    language: RwSignal<Option<Locale>>,
    locale: RwSignal<Locale>,
}

impl Host {
    /// Starts to listen, and says that the panel is ready.
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
                // Without an answer nobody is trusted; who needs a token asks again.
                let _ = host.introduce().await;
            });
            size::report(host);
            view::follow();
        }
        host
    }

    /// The way to the back office, for every component of the panel.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Whether the host has said which language it works in.
    #[must_use]
    pub fn chose_language(self) -> bool {
        self.language.with_untracked(Option::is_some)
    }

    /// Sends a message to the host, or to every possible host while none has sent one.
    pub fn send(self, message: &Message) {
        let Some(parent) = parent() else { return };
        let envelope = message.envelope();
        let post = |origin: &String| {
            // The browser delivers it only to a window of that origin.
            let _ = parent.post_message(&envelope, origin);
        };
        match self.peer.get_value() {
            Some(peer) => post(&peer),
            None => self
                .origins
                .with_value(|origins| origins.iter().for_each(post)),
        }
    }

    /// Tells the host how much the merchant should look at, when it is new.
    pub fn attention(self, count: i64) {
        if self.attention.try_get_value().flatten() != Some(count) {
            self.attention.try_set_value(Some(count));
            self.send(&Message::Attention(count));
        }
    }

    /// What to do when the host is about to leave the page, until the component goes.
    pub fn when_leaving(self, ask: impl Fn() + 'static) {
        self.on_leave.set_value(Some(Box::new(ask)));
        on_cleanup(move || {
            self.on_leave.try_set_value(None);
        });
    }

    /// Finds out who may be the host, then says that the panel is ready, unless the boot script did:
    /// then what the host answered it is heard now. Once that is known it is not asked again.
    ///
    /// # Errors
    /// As every request: see [`ApiError`].
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

/// What the host said to the boot script (`public/boot.js`), which from now on hears nothing more;
/// nothing when it did not speak to the host.
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

/// The window around the frame.
fn parent() -> Option<Window> {
    let window = window();
    let parent = window.parent().ok().flatten()?;
    let (parent_value, window_value): (&JsValue, &JsValue) = (parent.as_ref(), window.as_ref());
    (parent_value != window_value).then_some(parent)
}
