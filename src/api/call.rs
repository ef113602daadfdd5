use std::pin::Pin;

use gloo_net::http::Method;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use super::{Answer, ApiError};

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
