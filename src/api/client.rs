use std::pin::Pin;

use contract::{ProblemCode, SecretText};
use gloo_net::http::Method;
use leptos::prelude::*;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use super::{Answer, ApiError, fetch};
use crate::{host::Host, session::fresh_token};

/// The client of the proxy. It adds the session token and requests a new one when the token has
/// expired.
#[derive(Clone, Copy)]
pub struct Api {
    token: StoredValue<Option<SecretText>>,
    host: Host,
}

/// The parts of a request, kept so that it can be sent again.
pub(crate) struct Call<'a> {
    pub method: Method,
    pub path: &'a str,
    pub body: Option<JsValue>,
    pub headers: Vec<(&'static str, &'a str)>,
}

impl<'a> Call<'a> {
    /// A `GET` request.
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

    /// Adds a header.
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

/// The future of a call. Boxed, so that its code is generated once, not for every request.
pub(crate) type Answering<'a> = Pin<Box<dyn Future<Output = Result<Answer, ApiError>> + 'a>>;

impl Api {
    /// A client without a token; it requests the first one from `host`.
    #[must_use]
    pub fn new(host: Host) -> Self {
        Self {
            token: StoredValue::new(None),
            host,
        }
    }

    /// Sends a request and reads the response. When the session has expired, renews it and sends
    /// the request again.
    pub(super) fn send(self, call: Call<'_>) -> Answering<'_> {
        Box::pin(self.send_with_token(call))
    }

    async fn send_with_token(self, call: Call<'_>) -> Result<Answer, ApiError> {
        // The host renews its token before it expires: use the newest one.
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
            // A new token does not correct a wrong clock.
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
