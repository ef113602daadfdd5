use std::time::Duration;

use contract::SecretText;
use js_sys::{Date, Function, JSON, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::{Host, Message};
use crate::api::ApiError;

/// How long the host may take to answer. A session that is over never is.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long before its end a token is renewed.
const EARLY: f64 = 60.0;

impl Host {
    /// The last token the host gave.
    #[must_use]
    pub fn current_token(self) -> Option<SecretText> {
        self.token.try_get_value().flatten()
    }

    /// A token other than the `refused` one.
    ///
    /// # Errors
    /// [`ApiError::NoSession`] when the host gives none; as every request when the proxy does not
    /// say who the host is.
    pub async fn token(self, refused: Option<&SecretText>) -> Result<SecretText, ApiError> {
        self.introduce().await?;
        let known = self
            .token
            .get_value()
            .filter(|known| Some(known) != refused);
        if let Some(known) = known {
            return Ok(known);
        }
        // Who came first has asked for it already.
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
                    // Too late when a token has come meanwhile: a promise is kept once.
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

    /// Hands a new token to whoever waits for it, and asks for the next before this one ends.
    pub(super) fn take_token(self, token: SecretText) {
        let text = JsValue::from_str(token.expose());
        let waiting = self
            .waiting
            .try_update_value(std::mem::take)
            .unwrap_or_default();
        for resolve in waiting {
            let _ = resolve.call1(&JsValue::NULL, &text);
        }
        // A token that has ended is the host's word that the session is over: nothing to renew.
        let lifetime = lifetime(token.expose());
        // By the merchant's clock, which may be wrong: the proxy is asked (`session_bar.rs`).
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
    /// Does `act` after some seconds, unless another token came: that one has timers of its own.
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

    /// Whether the session is over, until another token comes.
    #[must_use]
    pub fn session_is_over(self) -> Signal<bool> {
        self.over.into()
    }

    /// How often the host gave a token that seems to have ended.
    pub(crate) fn doubts(self) -> Signal<u32> {
        self.doubts.into()
    }

    /// The proxy took a token: the session is not over.
    pub(crate) fn session_works(self) {
        if self.over.try_get_untracked() == Some(true) {
            self.over.try_set(false);
        }
    }

    /// The session is over: the host gave no other token in time, or the proxy refuses the last one.
    pub(crate) fn end_session(self) {
        // Fails only for a panel that is going.
        self.over.try_set(true);
    }
}

/// How long a token lives, in seconds, by its own word: clocks may differ, lengths do not.
fn lifetime(token: &str) -> Option<f64> {
    Some(ends_at(token)? - claim(token, "iat")?)
}

/// When a token ends, in seconds since 1970.
fn ends_at(token: &str) -> Option<f64> {
    claim(token, "exp")
}

fn claim(token: &str, name: &str) -> Option<f64> {
    let payload = token.split('.').nth(1)?.replace('-', "+").replace('_', "/");
    let claims = JSON::parse(&window().atob(&payload).ok()?).ok()?;
    Reflect::get(&claims, &name.into()).ok()?.as_f64()
}
