use serde::{Deserialize, Serialize};

/// Why an account sends nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PauseReason {
    /// *Disattivato*: the merchant must enable the account.
    AccountDisabled,
    /// The module is not active on Passstore.
    ModuleInactive,
    /// The API key was rejected; a new key or a successful test resumes sending.
    KeyRejected,
    /// No ActiveCampaign account has this name.
    AccountNotFound,
    /// The plan has no e-commerce data.
    NoEcommerce,
    /// The account is unpaid or expired.
    AccountSuspended,
    /// ActiveCampaign is in maintenance, or the account is archived (503).
    Maintenance,
    /// The rate limit was exceeded, perhaps by other tools (429).
    RateLimited,
    /// ActiveCampaign is unreachable, or its responses are unusable.
    Unreachable,
    /// ActiveCampaign rejects the site's connection, for example its URL.
    ConnectionRefused,
    /// A code of a newer proxy, unknown to this panel.
    #[serde(other)]
    Unknown,
}
