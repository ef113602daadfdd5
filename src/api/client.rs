use std::time::Duration;

use contract::SecretText;
use gloo_net::http::{Method, Request, RequestBuilder};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsValue, UnwrapThrowExt};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Response};

use super::{ApiError, ahead::ahead, json::read};
use crate::{host::Host, session::fresh_token};

/// How long an answer may take. The proxy answers within 45 seconds, tests of the connection
/// included; whatever takes longer got lost on its way.
const PATIENCE: Duration = Duration::from_secs(75);

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
    pub(super) async fn send(self, call: Call<'_>) -> Result<Reply, ApiError> {
        // The host renews its token before it ends: the newest is the one to use.
        let known = match self.host.current_token() {
            Some(token) => Some(token),
            None => self.token.get_value(),
        };
        let token = match known {
            Some(token) => token,
            None => self.renew(None).await?,
        };
        let reply = fetch(&call, Some(&token)).await?;
        if reply.response.status() != 401 {
            return reply.accepted().await;
        }
        let token = self.renew(Some(&token)).await?;
        let reply = fetch(&call, Some(&token)).await?;
        if reply.response.status() == 401 {
            return Err(ApiError::NoSession);
        }
        reply.accepted().await
    }

    async fn renew(self, refused: Option<&SecretText>) -> Result<SecretText, ApiError> {
        let token = fresh_token(self.host, refused).await?;
        self.token.try_set_value(Some(token.clone()));
        Ok(token)
    }
}

/// Stops the request when the future that waits for it is dropped, as it is when its page goes.
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// An answer. Its body may still be on the way, so it holds what would stop it.
pub(crate) struct Reply {
    response: Response,
    _abort: AbortOnDrop,
}

impl Reply {
    /// The version of what the body holds.
    pub fn etag(&self) -> Option<String> {
        self.response.headers().get("etag").ok().flatten()
    }

    /// Reads a JSON body with the browser's own parser, which costs the merchant no bytes.
    pub async fn json<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        let body = self.response.json().map_err(|_| ApiError::Unreadable)?;
        let value = JsFuture::from(body)
            .await
            .map_err(|_| ApiError::Unreadable)?;
        read(value).map_err(|_| ApiError::Unreadable)
    }

    /// The answer, unless it is a refusal.
    pub async fn accepted(self) -> Result<Self, ApiError> {
        if self.response.ok() {
            return Ok(self);
        }
        match self.json().await {
            Ok(problem) => Err(ApiError::Refused(Box::new(problem))),
            // Whatever stands in front of the proxy answered, not the proxy.
            Err(_) if self.response.status() >= 502 => Err(ApiError::Network),
            Err(error) => Err(error),
        }
    }
}

/// Sends a call once. Without a token only what anybody may ask for is answered.
pub(crate) async fn fetch(call: &Call<'_>, token: Option<&SecretText>) -> Result<Reply, ApiError> {
    let abort = AbortOnDrop(AbortController::new().unwrap_throw());
    let mut request = RequestBuilder::new(call.path)
        .method(call.method.clone())
        .abort_signal(Some(&abort.0.signal()));
    if let Some(token) = token {
        request = request.header("authorization", &["Bearer ", token.expose()].concat());
    }
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    let request = match &call.body {
        Some(body) => request
            .header("content-type", "application/json")
            .body(body.clone()),
        None => request.build(),
    };
    let request = request.map_err(|_| ApiError::Unreadable)?;
    let asked = match call.method {
        Method::GET => ahead(call.path).await,
        _ => None,
    };
    let response = match asked {
        Some(response) => response,
        None => send(request, &abort).await?,
    };
    Ok(Reply {
        response,
        _abort: abort,
    })
}

async fn send(request: Request, abort: &AbortOnDrop) -> Result<Response, ApiError> {
    let give_up = abort.0.clone();
    let patience = set_timeout_with_handle(move || give_up.abort(), PATIENCE).ok();
    let response = request.send().await;
    if let Some(patience) = patience {
        patience.clear();
    }
    Ok(response.map_err(|_| ApiError::Network)?.into())
}
