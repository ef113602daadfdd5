use js_sys::SyntaxError;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::{ApiError, read};

/// A response of the proxy, completely read.
pub(crate) struct Answer {
    response: Response,
    /// The body, if it is JSON.
    body: JsValue,
}

impl Answer {
    /// Reads the body with the browser's JSON parser, which adds nothing to the download.
    ///
    /// # Errors
    /// When the connection breaks. A body that is not JSON is only an error for callers that need
    /// JSON.
    pub(super) async fn read(response: Response) -> Result<Self, ApiError> {
        let body = response.json().map_err(|_| ApiError::Unreadable)?;
        let body = match JsFuture::from(body).await {
            Ok(body) => body,
            Err(error) if error.is_instance_of::<SyntaxError>() => JsValue::UNDEFINED,
            Err(_) => return Err(ApiError::Network),
        };
        Ok(Self { response, body })
    }

    /// Whether the proxy rejected the token.
    pub(super) fn is_unauthenticated(&self) -> bool {
        self.response.status() == 401
    }

    /// The version of the resource in the body.
    pub fn etag(&self) -> Option<String> {
        self.response.headers().get("etag").ok().flatten()
    }

    /// Deserializes the body.
    ///
    /// # Errors
    /// When the body has another format.
    pub fn json<T: DeserializeOwned>(self) -> Result<T, ApiError> {
        read(self.body).map_err(|_| ApiError::Unreadable)
    }

    /// The response, if its status is a success.
    ///
    /// # Errors
    /// The proxy's problem; [`ApiError::Network`] when the error does not come from the proxy.
    pub fn accepted(self) -> Result<Self, ApiError> {
        if self.response.ok() {
            return Ok(self);
        }
        let status = self.response.status();
        match self.json() {
            Ok(problem) => Err(ApiError::Refused(Box::new(problem))),
            // The response comes from a gateway in front of the proxy.
            Err(_) if status >= 502 => Err(ApiError::Network),
            Err(error) => Err(error),
        }
    }
}
