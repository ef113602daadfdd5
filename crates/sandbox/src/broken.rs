//! A single order or cart for which every write fails, while all other writes succeed.

use std::time::Duration;

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::Value;

use crate::{answers, table::Id};

/// The record, and the response to every write of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Broken {
    /// The record's `externalid` or `externalcheckoutid`.
    pub externalid: String,
    /// The status of the response; without it the connection closes without a response.
    #[serde(default)]
    status: Option<u16>,
    /// Whether the response is an HTML page.
    #[serde(default)]
    html: bool,
    /// The value of `Retry-After`, in seconds.
    #[serde(default)]
    retry_after_seconds: Option<u64>,
    /// The delay before the response.
    #[serde(default)]
    wait_ms: u64,
}

impl Broken {
    /// Whether a request writes the record. Buffers the body and puts it back into the request.
    pub async fn is_written_by(
        &self,
        kind: &str,
        request: Request,
        find: impl Fn(Id) -> Option<[String; 2]>,
    ) -> (bool, Request) {
        if request.method() == Method::GET || !kind.contains(" ecomOrders") {
            return (false, request);
        }
        let last = request.uri().path().rsplit('/').next().unwrap_or_default();
        let stored = Id::parse(last).and_then(find).unwrap_or_default();
        let (parts, body) = request.into_parts();
        let bytes: Bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let sent: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let names = |field: &str| sent["ecomOrder"][field] == self.externalid.as_str();
        let is_it =
            names("externalid") || names("externalcheckoutid") || stored.contains(&self.externalid);
        (is_it, Request::from_parts(parts, Body::from(bytes)))
    }

    /// The configured response.
    pub async fn answer(&self) -> Response {
        let wait = Duration::from_millis(self.wait_ms);
        let Some(status) = self.status.and_then(|it| StatusCode::from_u16(it).ok()) else {
            answers::stall(wait).await
        };
        tokio::time::sleep(wait).await;
        let title = format!("The record {} cannot be saved", self.externalid);
        let mut response = match self.html {
            true => answers::page(status, &title),
            false => answers::message(status, &title),
        };
        if let Some(seconds) = self.retry_after_seconds {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        response.into_response()
    }
}
