use serde::{Deserialize, Serialize};

use super::Remedy;

/// Why an order or a cart was rejected when it was handed over, as a merchant sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RejectionReason {
    /// It is not in a form that can be read at all.
    Unreadable,
    /// Its identifier or its number is missing or cannot be read.
    Identifier,
    /// There is no e-mail address.
    EmailMissing,
    /// The e-mail address is not one.
    EmailInvalid,
    /// The total is missing or is not an amount.
    Total,
    /// The currency is missing or does not exist.
    Currency,
    /// The date is missing or is not one.
    Date,
    /// The address that restores the cart is missing or is not one.
    RecoveryUrl,
    /// Something of a line.
    Line,
    /// Something else.
    #[serde(other)]
    Other,
}

impl RejectionReason {
    /// What a merchant can do about it.
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

/// A field of a rejected item, as answered to the Passweb server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RejectedField {
    /// JSON pointer (RFC 6901) into the item.
    pub pointer: String,
    /// What is wrong.
    pub code: String,
}

/// Why one was rejected. The time is that of the newest rejection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rejection {
    /// As a merchant sees it.
    pub reason: RejectionReason,
    /// What to do.
    pub remedy: Remedy,
    /// What is wrong with which field: the first ones.
    pub errors: Vec<RejectedField>,
    /// When it was rejected last: RFC 3339, UTC.
    pub at: String,
    /// How often it was rejected.
    pub times: i64,
}
