use serde::{Deserialize, Serialize};

use super::ItemError;

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
