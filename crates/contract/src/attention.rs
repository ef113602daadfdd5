//! What the merchant should be told.

use serde::{Deserialize, Serialize};

/// What the merchant should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AttentionCode {
    /// There are accounts, and the module is not active on Passstore.
    ModuleInactive,
    /// The API key was rejected, nothing leaves.
    KeyRejected,
    /// No ActiveCampaign account has this name, nothing leaves.
    AccountNotFound,
    /// The plan has no e-commerce data, nothing leaves.
    NoEcommerce,
    /// The ActiveCampaign account is unpaid or expired, nothing leaves.
    AccountSuspended,
    /// Nothing has left for a while: ActiveCampaign does not take it, and it is tried again.
    SendingStopped,
    /// Orders or carts were set aside.
    SetAside,
    /// Orders or carts were rejected when they were handed over.
    Rejected,
}

/// The same sentences in both languages, ready to be shown. No personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sentences {
    /// In Italian.
    pub it: String,
    /// In English.
    pub en: String,
}

/// One thing that the merchant should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attention {
    /// What it is.
    pub code: AttentionCode,
    /// Since when: RFC 3339, UTC.
    pub since: String,
    /// How many orders and carts it is about; 1 when it is about sending as a whole.
    pub count: i64,
    /// What happened and what to do.
    pub message: Sentences,
    /// The page of the panel to go to.
    pub path: String,
}

/// The answer of `GET /api/v1/events/status`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Status {
    /// What the merchant should look at; empty when all is well.
    pub attention: Vec<Attention>,
}
