use std::fmt;

use serde::{Deserialize, Serialize};

/// What is wrong with a field of an order, a cart or an end of synchronisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ItemCode {
    /// Nothing is there.
    Required,
    /// The field does not exist.
    UnknownField,
    /// The value is of another type.
    WrongType,
    /// A name is there twice.
    DuplicateField,
    /// More characters than the field holds.
    TooLong,
    /// A line break or another control character.
    ControlCharacter,
    /// More lines than an order holds.
    TooMany,
    /// No amount: digits, and perhaps a point and more digits.
    InvalidAmount,
    /// More decimals than the currency has.
    TooPrecise,
    /// An amount or a quantity beyond what ActiveCampaign holds.
    TooLarge,
    /// No quantity: a whole number from 1 on.
    InvalidQuantity,
    /// Not a currency of ISO 4217.
    UnknownCurrency,
    /// Not an e-mail address.
    InvalidEmail,
    /// Not an address that begins with `http://` or `https://`.
    InvalidUrl,
    /// Not a time as in RFC 3339.
    InvalidTime,
    /// A time that has not come yet.
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

/// Collects what is wrong while fields are checked one after the other.
#[derive(Default)]
pub(super) struct Check(Vec<ItemError>);

impl Check {
    /// The parsed value of the field at `pointer`, or a note of what is wrong with it.
    pub fn field<T>(&mut self, pointer: &str, parsed: Result<T, ItemCode>) -> Option<T> {
        let note = |code| {
            self.0.push(ItemError {
                pointer: pointer.to_owned(),
                code,
            });
        };
        parsed.map_err(note).ok()
    }

    /// As [`Check::field`], for one that may be left out.
    pub fn optional<S, T>(
        &mut self,
        pointer: &str,
        sent: Option<S>,
        parse: impl FnOnce(S) -> Result<T, ItemCode>,
    ) -> Option<Option<T>> {
        match sent {
            None => Some(None),
            Some(sent) => self.field(pointer, parse(sent)).map(Some),
        }
    }

    /// What was found.
    pub fn into_errors(self) -> Vec<ItemError> {
        self.0
    }
}
