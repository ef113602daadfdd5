use std::fmt;

use serde::{Deserialize, Serialize};

/// What is wrong with a field of an order, a cart or an end of synchronisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ItemCode {
    /// Nothing is there.
    Required,
    /// The value is of another type.
    WrongType,
    /// The name is there more than once, with different values.
    DuplicateField,
    /// More characters than the field holds.
    TooLong,
    /// A line break or another control character.
    ControlCharacter,
    /// No amount, or a negative one, or one that can be read in two ways.
    InvalidAmount,
    /// An amount beyond what ActiveCampaign holds.
    TooLarge,
    /// Not a currency of ISO 4217.
    UnknownCurrency,
    /// Not an e-mail address.
    InvalidEmail,
    /// Not the address of a page.
    InvalidUrl,
    /// Not a time.
    InvalidTime,
    /// A time more than a day in the future.
    InTheFuture,
}

impl fmt::Display for ItemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// A field of an item and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemError {
    /// JSON pointer (RFC 6901) into the request's body, as in `/orders/3/lines/0/name`.
    pub pointer: String,
    /// What is wrong.
    pub code: ItemCode,
}
