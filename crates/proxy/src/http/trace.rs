use axum::extract::Request;
use tower_http::request_id::RequestId;
use tracing::Span;

/// Maximum number of logged bytes of a path.
const LOGGED: usize = 200;

/// The span of a request's log lines. Contains no header and no query, which may hold secrets.
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

/// Truncates a path or a method, whose length the client controls.
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
