//! `X-Request-Id`, which ActiveCampaign's support requests.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};

/// Adds a unique id to every response.
pub async fn add(request: Request, next: Next) -> Response {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let mut response = next.run(request).await;
    let id = HeaderValue::from(LAST.fetch_add(1, Ordering::Relaxed) + 1);
    response
        .headers_mut()
        .insert(HeaderName::from_static("x-request-id"), id);
    response
}
