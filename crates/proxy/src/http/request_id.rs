use axum::{extract::Request, middleware::Next, response::Response};

/// The longest identifier that is taken from outside.
const MAX: usize = 64;

/// A request may bring its identifier along, from whatever stands before the proxy; one that
/// could garble a log line is dropped, and a new one made.
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
