use serde::{Deserialize, Serialize};

use super::{Attempt, Rejection, TransferFailure, TransferKind, TransferState, Wait};

/// An order or a cart with its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferItem {
    /// The proxy's identifier, used for retries.
    pub id: String,
    /// Whether the item is an order or a cart.
    pub kind: TransferKind,
    /// Passweb's identifier; `None` for a rejected item whose identifier cannot be read.
    pub external_id: Option<String>,
    /// The order number; `None` for a cart.
    pub number: Option<String>,
    /// The current state.
    pub state: TransferState,
    /// When this version was submitted: RFC 3339, UTC.
    pub accepted_at: String,
    /// When the item entered its state: RFC 3339, UTC. Unknown for items that a release without
    /// this field sent.
    pub since: Option<String>,
    /// Number of consecutive delivery failures that the item itself may have caused.
    #[serde(default)]
    pub attempts: i64,
    /// What a waiting item waits for. Absent in lists by state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Wait>,
    /// The failure of a failed item.
    pub failure: Option<TransferFailure>,
    /// The rejection of a rejected item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<Rejection>,
    /// The last attempts, at most ten, newest first. Empty when the first attempt succeeded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub last_attempts: Vec<Attempt>,
    /// URL of the order's page in the shop, when the shop submitted one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_url: Option<String>,
    /// URL of the contact's page in ActiveCampaign, when the contact is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_url: Option<String>,
}
