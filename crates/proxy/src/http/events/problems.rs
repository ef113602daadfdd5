use contract::Problem;

/// What every route that takes a batch may answer.
#[derive(utoipa::IntoResponses)]
#[expect(dead_code, reason = "only described")]
pub(super) enum BatchProblems {
    /// `malformed_json` or `malformed_request`
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(Problem),
    /// `body_too_large`: more than 16 MiB; the same in two halves is taken
    #[response(status = 413, content_type = "application/problem+json")]
    BodyTooLarge(Problem),
    /// `not_json`: the body must be `application/json`; `malformed_request`: its
    /// `Content-Encoding` is not `gzip`
    #[response(status = 415, content_type = "application/problem+json")]
    NotJson(Problem),
    /// `invalid_fields`: not the list that is expected, or not 1 to 500 items
    #[response(status = 422, content_type = "application/problem+json")]
    InvalidFields(Problem),
}
