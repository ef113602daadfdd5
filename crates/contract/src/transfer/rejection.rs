use serde::{Deserialize, Serialize};

use super::Remedy;

/// Why an order or a cart was rejected on submission, in a merchant's terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RejectionReason {
    /// The item cannot be parsed at all.
    Unreadable,
    /// The identifier or the number is missing or unreadable.
    Identifier,
    /// The e-mail address is missing.
    EmailMissing,
    /// The e-mail address is invalid.
    EmailInvalid,
    /// The total is missing or not an amount.
    Total,
    /// The currency is missing or unknown.
    Currency,
    /// The date is missing or invalid.
    Date,
    /// The recovery URL of the cart is missing or invalid.
    RecoveryUrl,
    /// A line is invalid.
    Line,
    /// Another error.
    #[serde(other)]
    Other,
}

impl RejectionReason {
    /// What a merchant can do about this rejection.
    #[must_use]
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::EmailMissing | Self::EmailInvalid => Remedy::CorrectEmail,
            Self::Total | Self::Currency | Self::Line => Remedy::CorrectOnSite,
            Self::Unreadable | Self::Identifier | Self::Date | Self::RecoveryUrl | Self::Other => {
                Remedy::AskSupport
            }
        }
    }
}

/// An invalid field of a rejected item, as returned to the Passweb server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RejectedField {
    /// JSON pointer (RFC 6901) relative to the item.
    pub pointer: String,
    /// The error code.
    pub code: String,
}

/// The rejection of an item. Its time is that of the latest rejection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rejection {
    /// The reason in a merchant's terms.
    pub reason: RejectionReason,
    /// The recommended remedy.
    pub remedy: Remedy,
    /// The first invalid fields and their errors.
    pub errors: Vec<RejectedField>,
    /// When the item was last rejected: RFC 3339, UTC.
    pub at: String,
    /// Number of rejections.
    pub times: i64,
}
