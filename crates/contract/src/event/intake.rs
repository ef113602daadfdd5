use serde::{Deserialize, Serialize};

use super::{AdjustmentCode, Email, ExternalId, ItemError, Text};

/// The answer to what was handed over. Everything in it was stored durably, or needs not be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Intake {
    /// Items that are new or newer than what was known.
    pub accepted: u64,
    /// Items that were known already, in this version or a newer one.
    pub duplicates: u64,
    /// Items that the settings exclude, and carts that became an order before.
    pub ignored: u64,
    /// Items that are not what they should be. Their neighbours were taken.
    pub rejected: Vec<RejectedItem>,
    /// What was changed in items that were taken: the first 100.
    #[serde(default)]
    pub adjusted: Vec<AdjustedItem>,
}

/// An item that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RejectedItem {
    /// Its place in the list, from 0 on.
    pub index: usize,
    /// What is wrong with it.
    pub errors: Vec<ItemError>,
}

/// A field of an item that was changed before the item was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdjustedItem {
    /// The item's place in the list, from 0 on.
    pub index: usize,
    /// JSON pointer (RFC 6901) into the request's body.
    pub pointer: String,
    /// What was done.
    pub code: AdjustmentCode,
}

/// An item that was not taken, with as much of it as could be read: who it is about is needed to
/// show it, and to forget it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// Passweb's identifier of the order or cart.
    pub id: Option<ExternalId>,
    /// The order's number.
    pub number: Option<Text>,
    /// Whose it is.
    pub email: Option<Email>,
    /// What is wrong, with pointers that begin at the item.
    pub errors: Vec<ItemError>,
}
