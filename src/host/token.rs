use std::time::Duration;

use contract::SecretText;
use js_sys::{Date, Function, JSON, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{Host, Message};
use crate::api::ApiError;

/// Timeout for a token from the host. A host whose session has ended never responds.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many seconds before its expiry a token is renewed.
const EARLY: f64 = 60.0;

impl Host {
    /// The newest token of the host.
    #[must_use]
    pub fn current_token(self) -> Option<SecretText> {
        self.token.try_get_value().flatten()
    }

    /// A token other than the `refused` one.
    ///
    /// # Errors
    /// [`ApiError::NoSession`] when the host sends none; any [`ApiError`] when the proxy does not
    /// return the allowed origins.
    pub async fn token(self, refused: Option<&SecretText>) -> Result<SecretText, ApiError> {
        self.introduce().await?;
        let known = self
            .token
            .get_value()
            .filter(|known| Some(known) != refused);
        if let Some(known) = known {
            return Ok(known);
        }
        // The first waiting caller has already sent the request.
        if self.waiting.with_value(Vec::is_empty) {
            self.send(&Message::TokenRequest);
        }
        let next = Promise::new(&mut |resolve: Function, _| {
            let give_up = resolve.clone();
            self.waiting.update_value(|waiting| waiting.push(resolve));
            set_timeout(
                move || {
                    self.waiting
                        .try_update_value(|waiting| waiting.retain(|it| *it != give_up));
                    // No effect when a token arrived in time: a promise settles once.
                    let _ = give_up.call0(&JsValue::NULL);
                },
                PATIENCE,
            );
        });
        let token = JsFuture::from(next)
            .await
            .ok()
            .and_then(|token| token.as_string());
        token.map(SecretText::from).ok_or(ApiError::NoSession)
    }

    /// Passes a new token to all waiting callers, and schedules its renewal.
    pub(super) fn take_token(self, token: SecretText) {
        let text = JsValue::from_str(token.expose());
        let waiting = self
            .waiting
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        for resolve in waiting {
            let _ = resolve.call1(&JsValue::NULL, &text);
        }
        // An expired token means that the host's session has ended: nothing to renew.
        let lifetime = lifetime(token.expose());
        // The merchant's clock may be wrong, so a request to the proxy decides (`session_bar.rs`).
        match ends_at(token.expose()).is_some_and(|end| end * 1000.0 <= Date::now()) {
            true => self.doubts.update(|doubts| *doubts += 1),
            false => self.over.set(false),
        }
        if let Some(lifetime) = lifetime.filter(|lifetime| *lifetime > 0.0) {
            let seconds = (lifetime - EARLY).max(lifetime / 2.0).max(1.0);
            self.after(seconds, token.clone(), move || {
                self.send(&Message::TokenRequest)
            });
            self.after(lifetime, token.clone(), move || self.end_session());
        }
        self.token.set_value(Some(token));
    }
}

impl Host {
    /// Runs `act` after some seconds, unless another token arrived, which has its own timers.
    fn after(self, seconds: f64, token: SecretText, act: impl Fn() + 'static) {
        set_timeout(
            move || {
                if self.current_token().as_ref() == Some(&token) {
                    act();
                }
            },
            Duration::from_secs(seconds as u64),
        );
    }

    /// Whether the session has ended; reset by the next token.
    #[must_use]
    pub fn session_is_over(self) -> Signal<bool> {
        self.over.into()
    }

    /// Number of tokens from the host that seemed expired on arrival.
    pub(crate) fn doubts(self) -> Signal<u32> {
        self.doubts.into()
    }

    /// The proxy accepted a token: the session has not ended.
    pub(crate) fn session_works(self) {
        if self.over.try_get_untracked() == Some(true) {
            self.over.try_set(false);
        }
    }

    /// The session has ended: the host sent no other token in time, or the proxy rejected the
    /// newest one.
    pub(crate) fn end_session(self) {
        // Fails only while the panel is being removed.
        self.over.try_set(true);
    }
}

/// The lifetime of a token in seconds, computed from its claims: independent of the local clock.
fn lifetime(token: &str) -> Option<f64> {
    Some(ends_at(token)? - claim(token, "iat")?)
}

/// The expiry of a token, in seconds since 1970.
fn ends_at(token: &str) -> Option<f64> {
    claim(token, "exp")
}

fn claim(token: &str, name: &str) -> Option<f64> {
    let payload = token.split('.').nth(1)?.replace('-', "+").replace('_', "/");
    let claims = JSON::parse(&window().atob(&payload).ok()?).ok()?;
    Reflect::get(&claims, &name.into()).ok()?.as_f64()
}
