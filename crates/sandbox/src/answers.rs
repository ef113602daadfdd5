//! Answers that are no answer to the question: pages, refusals of the whole account, and silence.

use std::time::Duration;

use axum::{
    Json,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use serde_json::json;

/// Where the log-in page is.
pub const LOGIN: &str = "/login";

/// ActiveCampaign: a wrong account name leads to a log-in page, not to a JSON error.
pub fn redirect_to_login() -> Response {
    (
        [(header::LOCATION, LOGIN)],
        page(StatusCode::FOUND, "Redirecting"),
    )
        .into_response()
}

/// The log-in page that a mistyped account name leads to.
pub async fn login() -> Response {
    page(StatusCode::OK, "Log in")
}

/// A page where JSON was expected.
pub fn page(status: StatusCode, title: &str) -> Response {
    let html = format!(
        "<!DOCTYPE html>\n<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"
    );
    (status, Html(html)).into_response()
}

/// An error as ActiveCampaign's `{"message"}`.
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

/// Cuts the connection before anything of an answer was sent.
///
/// Unwinding ends the connection's task, whatever server the router runs under, and with it the socket. It goes
/// around the panic hook, so nothing is printed.
pub fn hang_up() -> ! {
    std::panic::resume_unwind(Box::new("the sandbox hangs up"))
}

/// Holds the request, then closes the connection without an answer.
pub async fn stall(duration: Duration) -> ! {
    tokio::time::sleep(duration).await;
    hang_up()
}

fn retry_after(seconds: u64) -> [(header::HeaderName, String); 1] {
    [(header::RETRY_AFTER, seconds.to_string())]
}
