use std::pin::Pin;

use contract::{ProblemCode, SecretText};
use gloo_net::http::Method;
use leptos::prelude::*;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use super::{Answer, ApiError, fetch};
use crate::{host::Host, session::fresh_token};

/// The way to the proxy. It carries the session token and asks for another when one has ended.
#[derive(Clone, Copy)]
pub struct Api {
    token: StoredValue<Option<SecretText>>,
    host: Host,
}

/// What is sent: everything a request needs to be sent a second time.
pub(crate) struct Call<'a> {
    pub method: Method,
    pub path: &'a str,
    pub body: Option<JsValue>,
    pub headers: Vec<(&'static str, &'a str)>,
}

impl<'a> Call<'a> {
    /// Asks for `path`.
    pub fn get(path: &'a str) -> Self {
        Self::new(Method::GET, path)
    }

    /// A request without a body.
    pub fn new(method: Method, path: &'a str) -> Self {
        Self {
            method,
            path,
            body: None,
            headers: Vec::new(),
        }
    }

    /// The same with one more header.
    pub fn header(mut self, name: &'static str, value: &'a str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// A request with a body.
    pub fn with_body(
        method: Method,
        path: &'a str,
        body: &impl Serialize,
    ) -> Result<Self, ApiError> {
        let body = body
            .serialize(&Serializer::json_compatible())
            .ok()
            .and_then(|value| js_sys::JSON::stringify(&value).ok())
            .ok_or(ApiError::Unreadable)?;
        Ok(Self {
            body: Some(body.into()),
            ..Self::new(method, path)
        })
    }
}

/// What comes of a call. Boxed, so that the browser gets its code once, not once a request.
pub(crate) type Answering<'a> = Pin<Box<dyn Future<Output = Result<Answer, ApiError>> + 'a>>;

impl Api {
    /// A client without a token yet, which asks `host` for one.
    #[must_use]
    pub fn new(host: Host) -> Self {
        Self {
            token: StoredValue::new(None),
            host,
        }
    }

    /// Sends a call and reads the answer; a session that has ended is renewed and the call sent
    /// once more.
    pub(super) fn send(self, call: Call<'_>) -> Answering<'_> {
        Box::pin(self.send_with_token(call))
    }

    async fn send_with_token(self, call: Call<'_>) -> Result<Answer, ApiError> {
        // The host renews its token before it ends: the newest is the one to use.
        let known = match self.host.current_token() {
            Some(token) => Some(token),
            None => self.token.get_value(),
        };
        let mut token = match known {
            Some(token) => token,
            None => self.renew(None).await?,
        };
        let mut answer = fetch(&call, Some(&token)).await?;
        if answer.is_unauthenticated() {
            token = self.renew(Some(&token)).await?;
            answer = fetch(&call, Some(&token)).await?;
        }
        let refused = answer.is_unauthenticated();
        match answer.accepted() {
            // A new token does not mend a clock.
            Err(error) if refused && error.code() != Some(ProblemCode::ClockSkew) => {
                self.host.end_session();
                Err(ApiError::NoSession)
            }
            other => {
                self.host.session_works();
                other
            }
        }
    }

    async fn renew(self, refused: Option<&SecretText>) -> Result<SecretText, ApiError> {
        let token = fresh_token(self.host, refused).await;
        if token == Err(ApiError::NoSession) {
            self.host.end_session();
        }
        let token = token?;
        self.token.try_set_value(Some(token.clone()));
        Ok(token)
    }
}
