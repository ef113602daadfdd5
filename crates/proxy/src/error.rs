//! Everything that can go wrong with a request, and what is answered then.

use axum::{
    Json,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use contract::{AccountId, FieldError, Problem, ProblemCode};

use crate::store;

/// The media type of problems (RFC 9457).
pub const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// When to come again after a fault of the machine: it is seen to be over within a second or two.
const RETRY_AFTER_SECONDS: u32 = 5;

/// Why a request was not done. Each becomes one problem document, here and nowhere else.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The body is not JSON; the text says where.
    #[error("the body is not JSON: {0}")]
    MalformedJson(String),
    /// The head of the request cannot be read, or is too large.
    #[error(
        "the request is no HTTP/1.1, or its path and headers are larger than 32 KiB or more than 100"
    )]
    UnreadableHead(StatusCode),
    /// The token ended so many seconds ago.
    #[error(
        "the session token ended {0} s ago by the proxy's clock: send a new one, and compare the \
         clocks when that is refused too"
    )]
    TokenExpired(i64),
    /// The token begins so many seconds from now: one of the two clocks is wrong.
    #[error(
        "the session token begins {0} s in the future by the proxy's clock: set the clock of the \
         server that signs it, or the proxy's"
    )]
    ClockSkew(i64),
    /// A header or a parameter cannot be read.
    #[error("{0}")]
    MalformedRequest(&'static str),
    /// No token, or one that opens nothing here.
    #[error("a valid session token is needed")]
    Unauthenticated {
        /// Whether there was one.
        token_given: bool,
    },
    /// Nothing is there, or it belongs to another site.
    #[error("there is nothing here")]
    NotFound,
    /// The path exists, the method does not.
    #[error("the method is not allowed here")]
    MethodNotAllowed,
    /// A layer of the framework refused the request with this status.
    #[error("the request asks for what cannot be had")]
    Refused(StatusCode),
    /// The request took too long.
    #[error("the request took too long")]
    RequestTimeout,
    /// One account per platform and site.
    #[error("the site already has an account of this platform")]
    PlatformAlreadyConfigured(AccountId),
    /// It is no longer what the client read.
    #[error("it changed since it was read")]
    Changed,
    /// The body is larger than allowed.
    #[error("the body is larger than allowed")]
    BodyTooLarge,
    /// A batch is larger than allowed. Half of it may be not.
    #[error("the body is larger than 16 MiB: hand over half of the list, then the other half")]
    BatchTooLarge,
    /// The body is compressed in a way that is not known.
    #[error("the only Content-Encoding that is taken is gzip")]
    UnknownEncoding,
    /// The body is not declared as JSON.
    #[error("the body must be application/json")]
    NotJson,
    /// Fields are missing, unknown or wrong.
    #[error("fields are missing, unknown or wrong")]
    InvalidFields(Vec<FieldError>),
    /// A change without saying what was read.
    #[error("the header If-Match is missing: send the ETag that was read")]
    IfMatchRequired,
    /// More often than allowed.
    #[error("too many requests")]
    TooManyRequests {
        /// When to come again.
        retry_after_seconds: u32,
    },
    /// Our own fault.
    #[error("something went wrong in the proxy")]
    Internal(#[source] anyhow::Error),
    /// Not possible at the moment.
    #[error("not possible at the moment")]
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

    /// The error that a bare status of the framework stands for.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => Self::MethodNotAllowed,
            StatusCode::REQUEST_TIMEOUT => Self::RequestTimeout,
            StatusCode::PAYLOAD_TOO_LARGE => Self::BodyTooLarge,
            StatusCode::PRECONDITION_FAILED => Self::Changed,
            status if status.is_client_error() => Self::Refused(status),
            status => Self::Internal(anyhow::anyhow!("answered {status} without a problem")),
        }
    }

    /// The document. Causes stay in the log: they may tell of the machine.
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
            // RFC 6750, 3: the code is left out when no token was sent.
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

/// The only place where the store's errors become HTTP's.
impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotFound => Self::NotFound,
            store::Error::Changed => Self::Changed,
            store::Error::PlatformAlreadyConfigured(id) => Self::PlatformAlreadyConfigured(id),
            store::Error::Internal(cause) => Self::Internal(cause),
            store::Error::Unavailable(cause) => Self::Unavailable(cause),
            // Of workers alone, who answer nobody.
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
