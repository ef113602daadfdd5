use serde::{Deserialize, Serialize};

/// Why an order or a cart failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FailureCode {
    /// ActiveCampaign rejects the e-mail address.
    EmailRefused,
    /// ActiveCampaign reports a missing field.
    FieldMissing,
    /// ActiveCampaign reports an invalid field.
    FieldInvalid,
    /// ActiveCampaign reports a duplicate number, but a search for the number finds no record.
    Duplicate,
    /// A related record is missing, and creating it again did not help.
    RelatedMissing,
    /// The item exceeds ActiveCampaign's size limit (413).
    TooLarge,
    /// ActiveCampaign repeatedly returned a server error (5xx or an HTML page) for this item, and
    /// accepted others.
    ServerError,
    /// ActiveCampaign repeatedly did not respond to this item, and accepted others.
    NoAnswer,
    /// Refused for another reason; see `reason`.
    Refused,
    /// Refused, and its data was deleted at the end of the retention: it cannot be retried.
    Expired,
    /// A code of a newer proxy, unknown to this panel.
    #[serde(other)]
    Unknown,
}

/// What a merchant can do about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Remedy {
    /// Correct the customer's e-mail address on the site; the site then submits the item again.
    CorrectEmail,
    /// Correct the order on the site.
    CorrectOrder,
    /// Resolve the conflict in ActiveCampaign, then retry.
    LookInActivecampaign,
    /// Retry; if the item fails again, contact the support with the reason.
    SendAgain,
    /// The item's data was deleted: save the item on the site, which submits it again.
    SaveAgain,
    /// Correct the order or the cart on the site; the site then submits it again.
    CorrectOnSite,
    /// Contact whoever manages the site: a merchant cannot correct this.
    AskSupport,
    /// A code of a newer proxy, unknown to this panel.
    #[serde(other)]
    Unknown,
}

impl FailureCode {
    /// What a merchant can do about this failure.
    #[must_use]
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::EmailRefused => Remedy::CorrectEmail,
            Self::FieldMissing | Self::FieldInvalid | Self::TooLarge => Remedy::CorrectOrder,
            Self::Duplicate => Remedy::LookInActivecampaign,
            Self::Expired => Remedy::SaveAgain,
            Self::RelatedMissing
            | Self::ServerError
            | Self::NoAnswer
            | Self::Refused
            | Self::Unknown => Remedy::SendAgain,
        }
    }
}

/// The failure of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferFailure {
    /// The kind of failure.
    pub code: FailureCode,
    /// ActiveCampaign's error text; may be empty.
    pub reason: String,
    /// The recommended remedy.
    pub remedy: Remedy,
    /// When the item failed: RFC 3339, UTC.
    pub at: String,
}
