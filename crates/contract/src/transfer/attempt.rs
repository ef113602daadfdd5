use serde::{Deserialize, Serialize};

/// How an attempt to deliver an order or a cart ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AttemptOutcome {
    /// ActiveCampaign accepted the item.
    Accepted,
    /// ActiveCampaign refused the data.
    Refused,
    /// A record that the request names does not exist (404).
    NotFound,
    /// The API key was rejected (401, 403).
    KeyRejected,
    /// The plan has no e-commerce data.
    NoEcommerce,
    /// The account is unpaid or expired (402).
    AccountSuspended,
    /// The rate limit was exceeded (429).
    RateLimited,
    /// ActiveCampaign is in maintenance, or the account is archived (503).
    Maintenance,
    /// A server error, a redirect, or a response that cannot be parsed.
    ServerError,
    /// The response exceeded the size limit.
    ResponseTooLarge,
    /// No response before the timeout.
    TimedOut,
    /// No host has the name of the account.
    HostNotFound,
    /// The host's certificate is not valid for the name of the account.
    WrongHost,
    /// The connection failed or was closed.
    ConnectionFailed,
    /// An error of the proxy itself; or a code of a newer proxy, unknown to this panel.
    #[serde(other)]
    Unknown,
}

/// An attempt to deliver an order or a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attempt {
    /// When the attempt ended: RFC 3339, UTC.
    pub at: String,
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// The HTTP status of the response that decided the outcome; `None` without a response.
    pub status: Option<u16>,
    /// `X-Request-Id` of that response, which ActiveCampaign's support uses to find the request.
    pub request_id: Option<String>,
}
