//! Responses that do not come from a resource: HTML pages, errors of the whole account, and closed
//! connections.

use std::time::Duration;

use axum::{
    Json,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::json;

/// The path of the login page.
pub const LOGIN: &str = "/login";

/// ActiveCampaign: a wrong account name redirects to a login page instead of returning a JSON
/// error.
pub fn redirect_to_login() -> Response {
    (
        [(header::LOCATION, LOGIN)],
        page(StatusCode::FOUND, "Redirecting"),
    )
        .into_response()
}

/// The login page, the redirect target of an unknown account name.
pub async fn login() -> Response {
    page(StatusCode::OK, "Log in")
}

/// An HTML page in place of JSON.
pub fn page(status: StatusCode, title: &str) -> Response {
    let html = format!(
        "<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"
    );
    (status, Html(html)).into_response()
}

/// An error in ActiveCampaign's format `{"message"}`.
pub fn message(status: StatusCode, message: &str) -> Response {
    (status, Json(json!({ "message": message }))).into_response()
}

/// ActiveCampaign: 429 with `Retry-After` in seconds.
pub fn rate_limited(retry_after_seconds: u64) -> Response {
    let answer = message(
        StatusCode::TOO_MANY_REQUESTS,
        "You have exceeded the API rate limit. Please try again later.",
    );
    (retry_after(retry_after_seconds), answer).into_response()
}

/// ActiveCampaign: 503 means maintenance or an archived account, often but not always with `Retry-After`.
pub fn unavailable(retry_after_seconds: Option<u64>) -> Response {
    let answer = page(StatusCode::SERVICE_UNAVAILABLE, "Down for maintenance");
    match retry_after_seconds {
        Some(seconds) => (retry_after(seconds), answer).into_response(),
        None => answer,
    }
}

/// Closes the connection without sending any part of a response.
///
/// Unwinding ends the connection's task, and with it the socket, under any server that runs the
/// router. `resume_unwind` skips the panic hook, so nothing is printed.
pub fn hang_up() -> ! {
    std::panic::resume_unwind(Box::new("the sandbox hangs up"))
}

/// Delays the request, then closes the connection without a response.
pub async fn stall(duration: Duration) -> ! {
    tokio::time::sleep(duration).await;
    hang_up()
}

fn retry_after(seconds: u64) -> [(header::HeaderName, String); 1] {
    [(header::RETRY_AFTER, seconds.to_string())]
}
