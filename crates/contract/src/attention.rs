//! Conditions that need the merchant's attention.

use serde::{Deserialize, Serialize};

use crate::history::Wanted;

/// A condition that needs the merchant's attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AttentionCode {
    /// The site has accounts, but the module is not active on Passstore.
    ModuleInactive,
    /// ActiveCampaign rejected the API key; nothing is sent.
    KeyRejected,
    /// No ActiveCampaign account has this name; nothing is sent.
    AccountNotFound,
    /// The ActiveCampaign plan has no e-commerce data; nothing is sent.
    NoEcommerce,
    /// The ActiveCampaign account is unpaid or expired; nothing is sent.
    AccountSuspended,
    /// Nothing was sent for a while because of errors of ActiveCampaign; the proxy retries.
    SendingStopped,
    /// Orders or carts failed (dead letters).
    SetAside,
    /// Orders or carts were rejected on submission.
    Rejected,
}

/// One message in both languages, ready to display. Contains no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sentences {
    /// The Italian text.
    pub it: String,
    /// The English text.
    pub en: String,
}

/// One condition that needs the merchant's attention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attention {
    /// The condition.
    pub code: AttentionCode,
    /// When the condition began: RFC 3339, UTC.
    pub since: String,
    /// Number of affected orders and carts; 1 for a condition of the whole account.
    pub count: i64,
    /// What happened, and what the merchant should do.
    pub message: Sentences,
    /// Path of the panel page that shows the condition.
    pub path: String,
}

/// The response of `GET /api/v1/events/status`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Status {
    /// Every condition that needs the merchant's attention; empty when there is none.
    pub attention: Vec<Attention>,
    /// What the site is asked to hand over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Wanted>,
}
