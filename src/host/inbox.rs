use leptos::{ev, prelude::*};
use wasm_bindgen::JsValue;
use web_sys::MessageEvent;

use super::{
    Host, Message,
    message::{opened, text},
    parent,
};
use crate::i18n;

impl Host {
    /// Listens to messages of the host for the lifetime of the panel.
    pub(super) fn listen(self) {
        let listener = window_event_listener(ev::message, move |event| self.receive(&event));
        on_cleanup(move || listener.remove());
    }

    /// Handles a message, if it comes from the host.
    pub(super) fn receive(self, event: &MessageEvent) {
        if let Some((kind, payload)) = self.trusted(event) {
            self.hear(&kind, &payload);
        }
    }

    /// The type and payload of a trusted message: from the parent window, with an origin that may
    /// frame the panel.
    fn trusted(self, event: &MessageEvent) -> Option<(String, JsValue)> {
        let from_parent = event.source().map(JsValue::from) == parent().map(JsValue::from);
        let origin = event.origin();
        if !from_parent || !self.origins.with_value(|origins| origins.contains(&origin)) {
            return None;
        }
        let message = opened(&event.data())?;
        self.peer.set_value(Some(origin));
        Some(message)
    }

    fn hear(self, kind: &str, payload: &JsValue) {
        match kind {
            "init" => {
                self.hear("lang", payload);
                self.hear("theme", payload);
                self.hear("token", payload);
            }
            "token" => {
                if let Some(token) = text(payload, "token") {
                    self.take_token(token.into());
                }
            }
            "lang" => {
                if let Some(tag) = text(payload, "lang") {
                    let locale = i18n::from_tag(&tag);
                    self.language.set(Some(locale));
                    self.locale.set(locale);
                }
            }
            "theme" => {
                if let Some(theme) = text(payload, "theme") {
                    show_theme(&theme);
                }
            }
            "leave_request" => self.on_leave.with_value(|ask| match ask {
                Some(ask) => ask(),
                None => self.send(&Message::LeaveReply(true)),
            }),
            // A newer host may send unknown messages.
            _ => {}
        }
    }
}

/// Applies the host's theme; any value but light and dark means the system's theme.
fn show_theme(theme: &str) {
    if let Some(root) = document().document_element() {
        // A failure leaves the other theme, which is harmless.
        let _ = match theme {
            "light" | "dark" => root.set_attribute("data-theme", theme),
            _ => root.remove_attribute("data-theme"),
        };
    }
}
