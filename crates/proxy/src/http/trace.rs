use axum::extract::Request;
use tower_http::request_id::RequestId;
use tracing::Span;

/// What every log line of a request begins with. No header and no query: they may hold secrets.
pub(super) fn span(request: &Request) -> Span {
    let id = request
        .extensions()
        .get::<RequestId>()
        .and_then(|id| id.header_value().to_str().ok())
        .unwrap_or_default();
    tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
}
