use axum::{
    http::{Response, StatusCode, header},
    response::IntoResponse,
};
use contract::Problem;
use utoipa::{IntoResponses, openapi::OpenApi};

use crate::error::{Error, PROBLEM_JSON};

/// The problems of every route.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "only described")]
enum AnyProblems {
    /// `request_timeout`: the request took too long
    #[response(status = 408, content_type = "application/problem+json")]
    RequestTimeout(Problem),
    /// `internal`: an internal error of the proxy
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(Problem),
}

/// Adds the common problems to every route of the document.
pub(super) fn describe(document: &mut OpenApi) {
    for item in document.paths.paths.values_mut() {
        let operations = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
        ];
        for operation in operations.into_iter().flatten() {
            operation
                .responses
                .responses
                .extend(AnyProblems::responses());
        }
    }
}

/// The problems of every route that needs a session token.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub(super) enum PanelProblems {
    /// `unauthenticated`: no valid session token; `clock_skew`: the token is not valid yet
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthenticated(Problem),
    /// `too_many_requests`, with `Retry-After`
    #[response(status = 429, content_type = "application/problem+json")]
    TooManyRequests(Problem),
    /// `unavailable`: the database does not respond
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(Problem),
}

/// The problems of every route of one account.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub(super) enum AccountProblems {
    /// `not_found`: the site has no such account
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(Problem),
}

/// The problems of every route that accepts a body.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub(super) enum WriteProblems {
    /// `malformed_json` or `malformed_request`
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(Problem),
    /// `body_too_large`: more than 64 KiB
    #[response(status = 413, content_type = "application/problem+json")]
    BodyTooLarge(Problem),
    /// `not_json`: the body must be `application/json`
    #[response(status = 415, content_type = "application/problem+json")]
    NotJson(Problem),
    /// `invalid_fields`, with `errors`
    #[response(status = 422, content_type = "application/problem+json")]
    InvalidFields(Problem),
}

/// Converts errors of the framework's layers, which have a status and at most a text, to problem
/// documents. HTML pages are unchanged.
pub(crate) async fn as_problem(response: axum::response::Response) -> axum::response::Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_said = kind.is_some_and(|kind| *kind == PROBLEM_JSON || is_page(kind));
    if !is_error || is_said {
        return response;
    }
    let (mut bare, _) = response.into_parts();
    bare.headers.remove(header::CONTENT_TYPE);
    bare.headers.remove(header::CONTENT_LENGTH);
    bare.headers.remove(header::CONTENT_ENCODING);
    let (mut parts, body) = Error::of_status(status).into_response().into_parts();
    // Keeps `Allow` and similar headers.
    parts.headers.extend(bare.headers);
    Response::from_parts(parts, body)
}

fn is_page(kind: &header::HeaderValue) -> bool {
    kind.as_bytes().starts_with(b"text/html")
}

/// The response when a handler panicked: only this request fails.
pub(super) fn of_panic(panic: Box<dyn std::any::Any + Send>) -> axum::response::Response {
    let text = panic
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    Error::Internal(anyhow::anyhow!("panic: {text}")).into_response()
}

/// The fallback for methods that a path does not support.
pub(crate) async fn method_not_allowed() -> StatusCode {
    StatusCode::METHOD_NOT_ALLOWED
}
