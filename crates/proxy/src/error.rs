//! The errors of a request and their responses.

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{AccountId, FieldError, Problem, ProblemCode};

use crate::store;

/// The media type of problems (RFC 9457).
pub const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// The `Retry-After` of an unavailable proxy: most such faults pass within a second or two.
const RETRY_AFTER_SECONDS: u32 = 5;

/// The error of a request. `Error::problem` is the only place that converts it to a problem
/// document.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The body is not valid JSON; the text gives the position.
    #[error("the body is not JSON: {0}")]
    MalformedJson(String),
    /// The request head cannot be parsed or is too large.
    #[error(
        "the request is no HTTP/1.1, or its path and headers are larger than 32 KiB or more than 100"
    )]
    UnreadableHead(StatusCode),
    /// The token expired this many seconds ago.
    #[error(
        "the session token ended {0} s ago by the proxy's clock: send a new one, and compare the \
         clocks when that is refused too"
    )]
    TokenExpired(i64),
    /// The token becomes valid in this many seconds: one of the two clocks is wrong.
    #[error(
        "the session token begins {0} s in the future by the proxy's clock: set the clock of the \
         server that signs it, or the proxy's"
    )]
    ClockSkew(i64),
    /// A header or a parameter cannot be parsed.
    #[error("{0}")]
    MalformedRequest(&'static str),
    /// The token is missing, or invalid for this route.
    #[error("a valid session token is needed")]
    Unauthenticated {
        /// Whether the request had a token.
        token_given: bool,
    },
    /// The resource does not exist or belongs to another site.
    #[error("the resource does not exist")]
    NotFound,
    /// The path does not support the method.
    #[error("the method is not allowed here")]
    MethodNotAllowed,
    /// A layer of the framework rejected the request with this status.
    #[error("the request cannot be served")]
    Refused(StatusCode),
    /// The request timed out.
    #[error("the request took too long")]
    RequestTimeout,
    /// A site can have one account per platform.
    #[error("the site already has an account of this platform")]
    PlatformAlreadyConfigured(AccountId),
    /// The resource changed since the client read it.
    #[error("the resource changed since it was read")]
    Changed,
    /// The body exceeds the size limit.
    #[error("the body is larger than allowed")]
    BodyTooLarge,
    /// A batch exceeds the size limit; the client can split it.
    #[error("the body is larger than 16 MiB: split the list into two requests")]
    BatchTooLarge,
    /// The body has an unsupported compression.
    #[error("the only supported Content-Encoding is gzip")]
    UnknownEncoding,
    /// The content type is not JSON.
    #[error("the body must be application/json")]
    NotJson,
    /// Fields are missing, unknown or invalid.
    #[error("fields are missing, unknown or wrong")]
    InvalidFields(Vec<FieldError>),
    /// A write without `If-Match`.
    #[error("the header If-Match is missing: send the ETag that was read")]
    IfMatchRequired,
    /// The rate limit of the site is exceeded.
    #[error("too many requests")]
    TooManyRequests {
        /// Seconds until the next request is allowed.
        retry_after_seconds: u32,
    },
    /// An internal error.
    #[error("internal error of the proxy")]
    Internal(#[source] anyhow::Error),
    /// The proxy is temporarily unavailable.
    #[error("temporarily unavailable")]
    Unavailable(#[source] anyhow::Error),
}

impl Error {
    const fn status_and_code(&self) -> (StatusCode, ProblemCode) {
        use ProblemCode as Code;
        match self {
            Self::MalformedJson(_) => (StatusCode::BAD_REQUEST, Code::MalformedJson),
            Self::MalformedRequest(_) => (StatusCode::BAD_REQUEST, Code::MalformedRequest),
            Self::Unauthenticated { .. } => (StatusCode::UNAUTHORIZED, Code::Unauthenticated),
            Self::UnreadableHead(status) => (*status, Code::MalformedRequest),
            Self::TokenExpired(_) => (StatusCode::UNAUTHORIZED, Code::Unauthenticated),
            Self::ClockSkew(_) => (StatusCode::UNAUTHORIZED, Code::ClockSkew),
            Self::NotFound => (StatusCode::NOT_FOUND, Code::NotFound),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, Code::MethodNotAllowed),
            Self::Refused(status) => (*status, Code::MalformedRequest),
            Self::RequestTimeout => (StatusCode::REQUEST_TIMEOUT, Code::RequestTimeout),
            Self::PlatformAlreadyConfigured(_) => {
                (StatusCode::CONFLICT, Code::PlatformAlreadyConfigured)
            }
            Self::Changed => (StatusCode::PRECONDITION_FAILED, Code::Changed),
            Self::BodyTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, Code::BodyTooLarge),
            Self::BatchTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, Code::BodyTooLarge),
            Self::UnknownEncoding => (StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::MalformedRequest),
            Self::NotJson => (StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::NotJson),
            Self::InvalidFields(_) => (StatusCode::UNPROCESSABLE_ENTITY, Code::InvalidFields),
            Self::IfMatchRequired => (StatusCode::PRECONDITION_REQUIRED, Code::IfMatchRequired),
            Self::TooManyRequests { .. } => (StatusCode::TOO_MANY_REQUESTS, Code::TooManyRequests),
            Self::Internal(_) => (StatusCode::INTERNAL_SERVER_ERROR, Code::Internal),
            Self::Unavailable(_) => (StatusCode::SERVICE_UNAVAILABLE, Code::Unavailable),
        }
    }

    /// The error for a bare status of the framework.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::REQUEST_TIMEOUT => Self::RequestTimeout,
            StatusCode::PAYLOAD_TOO_LARGE => Self::BodyTooLarge,
            StatusCode::PRECONDITION_FAILED => Self::Changed,
            status if status.is_client_error() => Self::Refused(status),
            status => Self::Internal(anyhow::anyhow!(
                "status {status} without a problem document"
            )),
        }
    }

    /// The problem document. Causes are only logged: they may reveal details of the machine.
    pub(crate) fn problem(&self) -> Problem {
        let (status, code) = self.status_and_code();
        let mut problem = Problem {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or_default().to_owned(),
            status: status.as_u16(),
            code,
            detail: Some(self.to_string()),
            errors: Vec::new(),
            account_id: None,
            retry_after_seconds: None,
        };
        match self {
            Self::InvalidFields(errors) => problem.errors.clone_from(errors),
            Self::PlatformAlreadyConfigured(id) => problem.account_id = Some(id.clone()),
            Self::TooManyRequests {
                retry_after_seconds,
            } => problem.retry_after_seconds = Some(*retry_after_seconds),
            Self::Unavailable(_) => problem.retry_after_seconds = Some(RETRY_AFTER_SECONDS),
            _ => {}
        }
        problem
    }

    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self {
            // RFC 6750, 3: without a token in the request there is no error code.
            Self::Unauthenticated { token_given } => Some((
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static(match token_given {
                    true => "Bearer error=\"invalid_token\"",
                    false => "Bearer",
                }),
            )),
            Self::TokenExpired(_) | Self::ClockSkew(_) => Some((
                header::WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer error=\"invalid_token\""),
            )),
            Self::TooManyRequests {
                retry_after_seconds,
            } => Some((header::RETRY_AFTER, (*retry_after_seconds).into())),
            Self::Unavailable(_) => Some((header::RETRY_AFTER, RETRY_AFTER_SECONDS.into())),
            _ => None,
        }
    }
}

/// The only place that converts store errors to HTTP errors.
impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotFound => Self::NotFound,
            store::Error::Changed => Self::Changed,
            store::Error::PlatformAlreadyConfigured(id) => Self::PlatformAlreadyConfigured(id),
            store::Error::Internal(cause) => Self::Internal(cause),
            store::Error::Unavailable(cause) => Self::Unavailable(cause),
            // Only workers see this error, never a request.
            store::Error::LeaseLost => Self::Unavailable(error.into()),
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::Internal(cause) | Self::Unavailable(cause) = &self {
            tracing::error!(cause = format!("{cause:#}"), "{self}");
        }
        let problem = self.problem();
        let status = self.status_and_code().0;
        let mut response = (status, Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, PROBLEM_JSON);
        headers.extend(self.header());
        response
    }
}
