use axum::extract::Request;
use tower_http::request_id::RequestId;
use tracing::Span;

/// How many bytes of a path are logged.
const LOGGED: usize = 200;

/// What every log line of a request begins with. No header and no query: they may hold secrets.
pub(super) fn span(request: &Request) -> Span {
    let id = request
        .extensions()
        .get::<RequestId>()
        .and_then(|id| id.header_value().to_str().ok())
        .unwrap_or_default();
    let path = start_of(request.uri().path());
    tracing::info_span!(
        "request",
        id,
        method = start_of(request.method().as_str()),
        path
    )
}

/// A client chooses how long its path and its method are, not how much of them is logged.
fn start_of(text: &str) -> &str {
    &text[..text.floor_char_boundary(LOGGED)]
}

#[cfg(test)]
mod tests {
    use super::{LOGGED, start_of};

    #[test]
    fn a_long_path_is_cut_between_characters() {
        assert_eq!(start_of("/healthz"), "/healthz");
        let long = format!("/{}", "è".repeat(30_000));
        assert!(start_of(&long).len() <= LOGGED);
    }
}
