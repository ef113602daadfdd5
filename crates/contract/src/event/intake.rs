use serde::{Deserialize, Serialize};

use super::{AdjustmentCode, Email, ExternalId, ItemError, Text};
use crate::history::Wanted;

/// The response to a submission. Every counted item is stored durably, or needs no storage.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Intake {
    /// Items that are new, or newer than the stored version.
    pub accepted: u64,
    /// Items already stored in this version or a newer one.
    pub duplicates: u64,
    /// Items that the settings exclude, and carts that already became an order.
    pub ignored: u64,
    /// Invalid items. The other items of the request were accepted.
    pub rejected: Vec<RejectedItem>,
    /// The first 100 adjustments of accepted items.
    #[serde(default)]
    pub adjusted: Vec<AdjustedItem>,
    /// What the site is asked to hand over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Wanted>,
}

/// An item that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RejectedItem {
    /// Index in the list, from 0.
    pub index: usize,
    /// What is wrong with the item.
    pub errors: Vec<ItemError>,
}

/// A field that was changed before its item was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AdjustedItem {
    /// Index of the item in the list, from 0.
    pub index: usize,
    /// JSON pointer (RFC 6901) into the request's body.
    pub pointer: String,
    /// The kind of adjustment.
    pub code: AdjustmentCode,
}

/// An item that was not accepted, with the fields that could be parsed: they are needed to display
/// the item and to erase a person's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// Passweb's identifier of the order or cart.
    pub id: Option<ExternalId>,
    /// The order's number.
    pub number: Option<Text>,
    /// E-mail address of the person.
    pub email: Option<Email>,
    /// The errors, with pointers relative to the item.
    pub errors: Vec<ItemError>,
}
