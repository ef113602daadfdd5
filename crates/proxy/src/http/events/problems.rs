use contract::Problem;

/// The problems of every route that accepts a batch.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub(super) enum BatchProblems {
    /// `malformed_json` or `malformed_request`
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(Problem),
    /// `body_too_large`: more than 16 MiB; split the batch in two
    #[response(status = 413, content_type = "application/problem+json")]
    BodyTooLarge(Problem),
    /// `not_json`: the body must be `application/json`; `malformed_request`: its
    /// `Content-Encoding` is not `gzip`
    #[response(status = 415, content_type = "application/problem+json")]
    NotJson(Problem),
    /// `invalid_fields`: the list is missing, or has not 1 to 500 items
    #[response(status = 422, content_type = "application/problem+json")]
    InvalidFields(Problem),
}
