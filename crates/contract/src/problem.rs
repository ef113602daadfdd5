use serde::{Deserialize, Serialize};

use crate::{AccountId, FieldError};

/// Why a request was refused. The codes are stable: programs depend on them, and the panel has a
/// message for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProblemCode {
    /// 400: the body is not JSON.
    MalformedJson,
    /// 400, 414, 431: the request line, a header or a parameter cannot be parsed. 416, 421: the
    /// requested range or host is not available.
    MalformedRequest,
    /// 401: the session token is missing, invalid or expired.
    Unauthenticated,
    /// 401: the session token is not valid yet: a clock is wrong.
    ClockSkew,
    /// 404: the resource does not exist or belongs to another site.
    NotFound,
    /// 405: the path does not support the method.
    MethodNotAllowed,
    /// 408: the request took too long to arrive.
    RequestTimeout,
    /// 409: the site already has an account of this platform; see `account_id`.
    PlatformAlreadyConfigured,
    /// 412: the resource changed since it was read.
    Changed,
    /// 413: the body exceeds the size limit.
    BodyTooLarge,
    /// 415: the content type is not JSON.
    NotJson,
    /// 422: fields are missing, unknown or invalid; see `errors`.
    InvalidFields,
    /// 428: `If-Match` is missing.
    IfMatchRequired,
    /// 429: too many requests; see `retry_after_seconds`.
    TooManyRequests,
    /// 500: an internal error; the proxy logs the cause with the request id.
    Internal,
    /// 503: the proxy is temporarily unavailable.
    Unavailable,
    /// A code of a newer proxy, unknown to this panel.
    #[serde(other)]
    Unknown,
}

/// An error response: RFC 9457, `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Always `about:blank`; `code` identifies the problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in English, for developers.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The problem code.
    pub code: ProblemCode,
    /// A hint for developers, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The invalid fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The account that conflicts with the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// How long to wait before a retry, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
}
