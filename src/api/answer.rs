use js_sys::SyntaxError;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::{ApiError, json::read};

/// An answer of the proxy's, read to its end.
pub(crate) struct Answer {
    response: Response,
    /// Its body, when that was JSON.
    body: JsValue,
}

impl Answer {
    /// Reads the body with the browser's own parser, which costs the merchant no bytes.
    ///
    /// # Errors
    /// When it gets lost on its way. One that is there and no JSON is for whoever looks for JSON.
    pub(super) async fn read(response: Response) -> Result<Self, ApiError> {
        let body = response.json().map_err(|_| ApiError::Unreadable)?;
        let body = match JsFuture::from(body).await {
            Ok(body) => body,
            Err(error) if error.is_instance_of::<SyntaxError>() => JsValue::UNDEFINED,
            Err(_) => return Err(ApiError::Network),
        };
        Ok(Self { response, body })
    }

    /// Whether the token was refused.
    pub(super) fn is_unauthenticated(&self) -> bool {
        self.response.status() == 401
    }

    /// The version of what the body holds.
    pub fn etag(&self) -> Option<String> {
        self.response.headers().get("etag").ok().flatten()
    }

    /// What the body says.
    ///
    /// # Errors
    /// When it is not what is expected.
    pub fn json<T: DeserializeOwned>(self) -> Result<T, ApiError> {
        read(self.body).map_err(|_| ApiError::Unreadable)
    }

    /// The answer, unless it is a refusal.
    ///
    /// # Errors
    /// The refusal; [`ApiError::Network`] when it is not the proxy's own.
    pub fn accepted(self) -> Result<Self, ApiError> {
        if self.response.ok() {
            return Ok(self);
        }
        let status = self.response.status();
        match self.json() {
            Ok(problem) => Err(ApiError::Refused(Box::new(problem))),
            // Whatever stands in front of the proxy answered, not the proxy.
            Err(_) if status >= 502 => Err(ApiError::Network),
            Err(error) => Err(error),
        }
    }
}
