//! The orders and carts of an account: waiting, sent, failed or rejected, with the reasons.

mod attempt;
mod rejection;
mod wait;

pub use attempt::{Attempt, AttemptOutcome};
pub use rejection::{RejectedField, Rejection, RejectionReason};
pub use wait::{Wait, WaitReason};

use serde::{Deserialize, Deserializer, Serialize};

use crate::history::History;

/// The kind of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TransferKind {
    /// An order.
    Order,
    /// An abandoned cart.
    Cart,
}

/// The state of an order or a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TransferState {
    /// A cart that waits for the end of a synchronisation.
    Held,
    /// Queued for delivery.
    Waiting,
    /// Delivered to ActiveCampaign.
    Sent,
    /// A dead letter: ActiveCampaign refused the item.
    Failed,
    /// Rejected on submission.
    Rejected,
    /// No longer sent: a cart that became an order, or a withdrawn item.
    Withdrawn,
}

/// Number of orders and carts by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferCounters {
    /// Waiting items, held carts included.
    pub waiting: i64,
    /// Items delivered to ActiveCampaign.
    pub sent: i64,
    /// Dead letters.
    pub failed: i64,
    /// Carts that wait for the end of a synchronisation; included in `waiting`.
    #[serde(default)]
    pub held: i64,
    /// Items rejected on submission and not accepted since.
    #[serde(default)]
    pub rejected: i64,
    /// Items submitted while the account was last disabled; they are never sent.
    #[serde(default)]
    pub skipped: i64,
}

/// Why an account sends nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PauseReason {
    /// *Disattivato*: the merchant must enable the account.
    AccountDisabled,
    /// The module is not active on Passstore.
    ModuleInactive,
    /// The API key was rejected; a new key or a successful test resumes sending.
    KeyRejected,
    /// No ActiveCampaign account has this name.
    AccountNotFound,
    /// The plan has no e-commerce data.
    NoEcommerce,
    /// The account is unpaid or expired.
    AccountSuspended,
    /// ActiveCampaign is in maintenance, or the account is archived (503).
    Maintenance,
    /// The rate limit was exceeded, perhaps by other tools (429).
    RateLimited,
    /// ActiveCampaign is unreachable, or its responses are unusable.
    Unreachable,
    /// ActiveCampaign rejects the site's connection, for example its URL.
    ConnectionRefused,
    /// A code of a newer proxy, unknown to this panel.
    #[serde(other)]
    Unknown,
}

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

/// An order or a cart with its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferItem {
    /// The proxy's identifier, used for retries.
    pub id: String,
    /// Whether the item is an order or a cart.
    pub kind: TransferKind,
    /// Passweb's identifier; `None` for a rejected item whose identifier cannot be read.
    pub external_id: Option<String>,
    /// The order number; `None` for a cart.
    pub number: Option<String>,
    /// The current state.
    pub state: TransferState,
    /// When this version was submitted: RFC 3339, UTC.
    pub accepted_at: String,
    /// When the item entered its state: RFC 3339, UTC. Unknown for items that a release without
    /// this field sent.
    pub since: Option<String>,
    /// Number of consecutive delivery failures that the item itself may have caused.
    #[serde(default)]
    pub attempts: i64,
    /// What a waiting item waits for. Absent in lists by state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Wait>,
    /// The failure of a failed item.
    pub failure: Option<TransferFailure>,
    /// The rejection of a rejected item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<Rejection>,
    /// The last attempts, at most ten, newest first. Empty when the first attempt succeeded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub last_attempts: Vec<Attempt>,
    /// URL of the order's page in the shop, when the shop submitted one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_url: Option<String>,
    /// URL of the contact's page in ActiveCampaign, when the contact is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_url: Option<String>,
}

/// The response of `GET /api/v1/accounts/{id}/transfers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transfers {
    /// Number of items by state.
    pub counters: TransferCounters,
    /// When the oldest waiting item was submitted, without held carts: RFC 3339, UTC.
    pub oldest_waiting_at: Option<String>,
    /// Why nothing is sent at the moment.
    pub pause_reason: Option<PauseReason>,
    /// When sending is retried, if known: RFC 3339, UTC.
    pub paused_until: Option<String>,
    /// The pause that the merchant must be notified of; see `stopped` of an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<PauseReason>,
    /// See `last_order_sent_at` of an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_order_sent_at: Option<String>,
    /// How far the old orders are, once they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub history: Option<History>,
    /// The maximum number of requests a second; an order of a known customer needs one.
    pub rate_per_second: u32,
    /// Number of things on the site that need the merchant's attention; see `GET
    /// /api/v1/events/status`.
    #[serde(default)]
    pub attention: i64,
    /// One page of the requested items; the failed ones by default. Every item with the number,
    /// when a number was requested.
    pub items: Vec<TransferItem>,
    /// The cursor of the next page; `null` on the last page.
    pub next_cursor: Option<String>,
}

/// The body of `POST /api/v1/accounts/{id}/transfers/retry`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retry {
    /// The items to retry; all failed items when the field is absent. `null` is an error: it does
    /// not mean all items.
    #[serde(
        default,
        deserialize_with = "given",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub ids: Option<Vec<String>>,
}

fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    Vec::deserialize(deserializer).map(Some)
}

/// The response to a retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retried {
    /// Number of items that wait again.
    pub retried: u64,
}
