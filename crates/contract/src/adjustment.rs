use serde::{Deserialize, Serialize};

/// How a field was changed to make its order or cart acceptable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AdjustmentCode {
    /// An unusable field, or a whole line, was removed.
    LeftOut,
    /// A missing or unreadable value was replaced by another field's value or by the default.
    Replaced,
    /// Control characters and line breaks were replaced by spaces; invisible characters were
    /// removed.
    Cleaned,
    /// A text longer than ActiveCampaign's limit was truncated.
    Cut,
    /// An amount with more decimals than the currency was rounded half up.
    Rounded,
    /// A negative line became a discount, or a negative discount became positive.
    Discount,
    /// A fractional quantity became 1, with the amount of the line as the price.
    Quantity,
    /// A URL was resolved against the site's URL, or percent-encoded.
    Address,
    /// A value was normalised: a currency to capitals, a domain to ASCII.
    Spelling,
    /// A time without an offset was read in the site's time zone.
    TimeZone,
    /// A time in the future was replaced by the current time.
    Future,
    /// The name occurred more than once; the last value was used.
    Duplicate,
    /// Bytes that are not UTF-8 were decoded as Windows-1252.
    Encoding,
    /// The structure was normalised: a single line became a list of lines.
    Shape,
}
