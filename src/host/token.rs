use std::time::Duration;

use contract::SecretText;
use js_sys::{Function, JSON, Promise, Reflect};
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
        if let Some(lifetime) = lifetime(token.expose()).filter(|lifetime| *lifetime > 0.0) {
            let seconds = (lifetime - EARLY).max(lifetime / 2.0).max(1.0);
            let renew = token.clone();
            set_timeout(
                move || {
                    // Another one came in between: that one has a timer of its own.
                    if self.token.try_get_value().flatten().as_ref() == Some(&renew) {
                        self.send(&Message::TokenRequest);
                    }
                },
                Duration::from_secs(seconds as u64),
            );
        }
        self.token.set_value(Some(token));
    }
}

/// How long a token lives, in seconds, by its own word: clocks may differ, lengths do not.
fn lifetime(token: &str) -> Option<f64> {
    let payload = token.split('.').nth(1)?.replace('-', "+").replace('_', "/");
    let claims = JSON::parse(&window().atob(&payload).ok()?).ok()?;
    let claim = |name: &str| Reflect::get(&claims, &name.into()).ok()?.as_f64();
    Some(claim("exp")? - claim("iat")?)
}
