use serde::{Deserialize, Serialize};

use crate::{
    AccountId, AccountName, ApiDomain, ConnectionTest, DeletedAccount, Description, Platform,
    transfer::{PauseReason, TransferCounters},
};

/// Which e-commerce data a site sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ecommerce {
    /// *Abilita Ordini*.
    pub orders: bool,
    /// *Abilita Carrelli Abbandonati*.
    pub abandoned_carts: bool,
}

/// What the API returns about a stored key. Never the key itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StoredApiKey {
    /// Whether a key is stored.
    pub stored: bool,
    /// The last four characters; fewer when the key is short.
    pub last4: String,
}

/// An account as the API returns it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// The proxy's identifier.
    pub id: AccountId,
    /// The merchant's label.
    pub description: Description,
    /// The platform that the account connects to.
    pub platform: Platform,
    /// The name of the ActiveCampaign account.
    pub account_name: AccountName,
    /// The domain of the account's API, where it is not the default one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_domain: Option<ApiDomain>,
    /// What the API returns about the stored key.
    pub api_key: StoredApiKey,
    /// *Attivo* or *Disattivato*.
    pub enabled: bool,
    /// Which e-commerce data is sent.
    pub ecommerce: Ecommerce,
    /// The last test of the connection.
    pub last_test: Option<ConnectionTest>,
    /// Number of orders and carts in each state. Absent until the first submission, and in
    /// responses to writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfers: Option<TransferCounters>,
    /// Why the account sends nothing, when the merchant must be notified. Absent while sending
    /// works, during short waits, and in responses to writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<PauseReason>,
    /// When ActiveCampaign received the last order: RFC 3339, UTC. Absent until an order is sent,
    /// and in responses to writes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_order_sent_at: Option<String>,
    /// When the account was created: RFC 3339, UTC.
    pub created_at: String,
    /// When the settings last changed: RFC 3339, UTC.
    pub updated_at: String,
}

/// The response of `GET /api/v1/accounts`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Accounts {
    /// Every account of the site, oldest first.
    pub accounts: Vec<Account>,
    /// Number of things on the site that need the merchant's attention; absent when zero. See `GET
    /// /api/v1/events/status`.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub attention: i64,
    /// The deleted accounts of the site that can be restored, the last one first; absent when there
    /// is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deleted: Vec<DeletedAccount>,
}

const fn is_nothing(count: &i64) -> bool {
    *count == 0
}

/// The body of `PUT /api/v1/accounts/{id}/enabled`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enabled {
    /// Whether the account sends anything.
    pub enabled: bool,
}
