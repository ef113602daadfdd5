use axum::{extract::Request, middleware::Next, response::Response};

/// Maximum length of a client's request id, in bytes.
const MAX: usize = 64;

/// Drops a request id that could corrupt a log line; a new one is generated instead. A reverse
/// proxy may send its own id.
pub(super) async fn drop_odd(mut request: Request, next: Next) -> Response {
    let headers = request.headers_mut();
    let legal = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let odd = headers
        .get("x-request-id")
        .is_some_and(|id| !(1..=MAX).contains(&id.len()) || !id.as_bytes().iter().all(legal));
    if odd {
        headers.remove("x-request-id");
    }
    next.run(request).await
}
