use serde::{Deserialize, Serialize};

use crate::{AccountId, FieldError};

/// Why a request was refused. Stable: programs decide by it, the panel has a sentence for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ProblemCode {
    /// 400: the body is not JSON.
    MalformedJson,
    /// 400, 414, 431: the head, a header or a parameter cannot be read. 416, 421: it asks for what cannot be had.
    MalformedRequest,
    /// 401: no session token, or one that is not valid (any more).
    Unauthenticated,
    /// 401: the session token begins in the future: a clock is wrong.
    ClockSkew,
    /// 404: nothing is there, or it belongs to another site.
    NotFound,
    /// 405: the path exists, the method does not.
    MethodNotAllowed,
    /// 408: the request took too long to arrive.
    RequestTimeout,
    /// 409: the site already has an account of this platform; see `account_id`.
    PlatformAlreadyConfigured,
    /// 412: it changed since it was read.
    Changed,
    /// 413: the body is larger than allowed.
    BodyTooLarge,
    /// 415: the body is not declared as JSON.
    NotJson,
    /// 422: fields are missing, unknown or wrong; see `errors`.
    InvalidFields,
    /// 428: `If-Match` is missing.
    IfMatchRequired,
    /// 429: too many requests; see `retry_after_seconds`.
    TooManyRequests,
    /// 500: the proxy's own fault; its log has the cause under the request's id.
    Internal,
    /// 503: the proxy cannot work at the moment.
    Unavailable,
    /// A code of a newer proxy that this panel does not know.
    #[serde(other)]
    Unknown,
}

/// An error as answered: RFC 9457, `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Always `about:blank`: `code` tells the kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in English, for developers.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Which problem it is.
    pub code: ProblemCode,
    /// What to look at, in English, for developers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The fields at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The account that is in the way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<AccountId>,
    /// How long to wait before trying again, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
}
