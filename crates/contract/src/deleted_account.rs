use serde::{Deserialize, Serialize};

use crate::{AccountId, Description, Platform};

/// A deleted account that can be restored with its key and its waiting data: `POST
/// /api/v1/accounts/{id}/restore`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeletedAccount {
    /// The proxy's identifier.
    pub id: AccountId,
    /// The merchant's label.
    pub description: Description,
    /// The platform that the account connects to.
    pub platform: Platform,
    /// When the account was deleted: RFC 3339, UTC.
    pub deleted_at: String,
    /// Until when it can be restored: RFC 3339, UTC.
    pub restorable_until: String,
}
