use std::fmt;

use serde::{Deserialize, Serialize};

/// What is wrong with a field of an order, a cart or an end of synchronisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ItemCode {
    /// The value is missing.
    Required,
    /// The value is of another type.
    WrongType,
    /// The name occurs more than once, with different values.
    DuplicateField,
    /// The text is longer than the field allows.
    TooLong,
    /// The text contains a line break or another control character.
    ControlCharacter,
    /// Not an amount, negative, or ambiguous.
    InvalidAmount,
    /// An amount above ActiveCampaign's maximum.
    TooLarge,
    /// Not an ISO 4217 currency.
    UnknownCurrency,
    /// Not an e-mail address.
    InvalidEmail,
    /// Not the URL of a page.
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

/// A field of an item and the error in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ItemError {
    /// JSON pointer (RFC 6901) into the request's body, as in `/orders/3/lines/0/name`.
    pub pointer: String,
    /// The error.
    pub code: ItemCode,
}
