use serde::{Deserialize, Serialize};

/// What was done to a field, so that its order or cart could be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AdjustmentCode {
    /// It could not be used, and was left out: a field, or a whole line.
    LeftOut,
    /// It was missing or could not be read, and another field's value or the usual one stands for it.
    Replaced,
    /// Control characters or line breaks became spaces, invisible characters were dropped.
    Cleaned,
    /// It was longer than ActiveCampaign takes, and was cut.
    Cut,
    /// An amount had more decimals than the currency, and was rounded half up.
    Rounded,
    /// A negative line became a discount, or a negative discount a positive one.
    Discount,
    /// A quantity that is no whole number became 1 at the line's amount.
    Quantity,
    /// An address was completed with the site's, or encoded.
    Address,
    /// Another spelling of the same: a currency in capitals, a domain as ASCII.
    Spelling,
    /// A time without an offset was read in the site's time zone.
    TimeZone,
    /// A time in the future became the present one.
    Future,
    /// The name was there more than once; the last one counts.
    Duplicate,
    /// Bytes that are not UTF-8 were read as Windows-1252.
    Encoding,
    /// Another shape of the same: one line in the place of a list of lines.
    Shape,
}
