//! What waits, was sent, was set aside, or was rejected when it was handed over, and why.

mod rejection;
mod wait;

pub use rejection::{RejectedField, Rejection, RejectionReason};
pub use wait::{Wait, WaitReason};

use serde::{Deserialize, Deserializer, Serialize};

/// What travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TransferKind {
    /// An order.
    Order,
    /// An abandoned cart.
    Cart,
}

/// Where an order or a cart is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TransferState {
    /// A cart that waits for the end of a synchronisation.
    Held,
    /// It waits for its turn.
    Waiting,
    /// ActiveCampaign has it.
    Sent,
    /// ActiveCampaign refused it; it was set aside.
    Failed,
    /// It was not taken when it was handed over.
    Rejected,
    /// It is not sent any more: a cart that became an order, or what was withdrawn.
    Withdrawn,
}

/// How many orders and carts are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferCounters {
    /// What waits, the held carts included.
    pub waiting: i64,
    /// What ActiveCampaign has.
    pub sent: i64,
    /// What was set aside.
    pub failed: i64,
    /// Of the waiting ones: carts that wait for the end of a synchronisation.
    #[serde(default)]
    pub held: i64,
    /// What was rejected when it was handed over, and was not handed over well since.
    #[serde(default)]
    pub rejected: i64,
    /// What was handed over while the account was disabled, the last time that it was, and is
    /// never sent.
    #[serde(default)]
    pub skipped: i64,
}

/// What an account waits for as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PauseReason {
    /// *Disattivato*: the merchant activates it again.
    AccountDisabled,
    /// The module is not active on Passstore.
    ModuleInactive,
    /// The API key was rejected: a new key or a successful test goes on.
    KeyRejected,
    /// No ActiveCampaign account has this name.
    AccountNotFound,
    /// The plan has no e-commerce data.
    NoEcommerce,
    /// Unpaid or expired.
    AccountSuspended,
    /// ActiveCampaign is in maintenance, or the account archived (503).
    Maintenance,
    /// More requests than ActiveCampaign allows, other tools' included (429).
    RateLimited,
    /// ActiveCampaign cannot be reached, or answers nothing that makes sense.
    Unreachable,
    /// ActiveCampaign does not take the site's connection, as with an address that it refuses.
    ConnectionRefused,
    /// A code of a newer proxy that this panel does not know.
    #[serde(other)]
    Unknown,
}

/// Why an order or a cart was set aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FailureCode {
    /// ActiveCampaign does not take the e-mail address.
    EmailRefused,
    /// A field is missing in ActiveCampaign's eyes.
    FieldMissing,
    /// A field is not valid in ActiveCampaign's eyes.
    FieldInvalid,
    /// ActiveCampaign has a record of this number that cannot be found by it.
    Duplicate,
    /// Something it belongs to is gone, and making it again did not help.
    RelatedMissing,
    /// It is larger than ActiveCampaign takes (413).
    TooLarge,
    /// ActiveCampaign failed on it again and again (5xx, a page), while it took others.
    ServerError,
    /// ActiveCampaign gave no answer to it again and again, while it took others.
    NoAnswer,
    /// Refused for another reason; see `reason`.
    Refused,
    /// It was refused, and its data was deleted when the retention ended: it cannot be sent again.
    Expired,
    /// A code of a newer proxy that this panel does not know.
    #[serde(other)]
    Unknown,
}

/// What a merchant can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Remedy {
    /// Correct the customer's e-mail address on the site; the corrected order or cart comes by
    /// itself.
    CorrectEmail,
    /// Correct the order on the site.
    CorrectOrder,
    /// Look in ActiveCampaign for what is in the way, then send again.
    LookInActivecampaign,
    /// Send again; if it is refused again, ask the support with the reason.
    SendAgain,
    /// Its data is not kept any more: save it again on the site, which hands it over anew.
    SaveAgain,
    /// Correct the order or the cart on the site; the corrected one comes by itself.
    CorrectOnSite,
    /// Tell whoever manages the site: a merchant cannot correct this.
    AskSupport,
    /// A code of a newer proxy that this panel does not know.
    #[serde(other)]
    Unknown,
}

impl FailureCode {
    /// What a merchant can do about it.
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

/// Why one was set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferFailure {
    /// Which kind of refusal it is.
    pub code: FailureCode,
    /// In ActiveCampaign's own words; perhaps empty.
    pub reason: String,
    /// What to do.
    pub remedy: Remedy,
    /// When: RFC 3339, UTC.
    pub at: String,
}

/// An order or a cart on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransferItem {
    /// The proxy's identifier, for sending again.
    pub id: String,
    /// What it is.
    pub kind: TransferKind,
    /// Passweb's identifier; a rejected one may have none that can be read.
    pub external_id: Option<String>,
    /// The order's number; a cart has none.
    pub number: Option<String>,
    /// Where it is.
    pub state: TransferState,
    /// When this version was handed over: RFC 3339, UTC.
    pub accepted_at: String,
    /// Since when it is in this state: RFC 3339, UTC. Not known of what was sent before this was
    /// kept.
    pub since: Option<String>,
    /// How often in a row its delivery failed in a way that may be its own.
    #[serde(default)]
    pub attempts: i64,
    /// What a waiting one waits for. Left out in pages of a state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Wait>,
    /// Why it was set aside, if it was.
    pub failure: Option<TransferFailure>,
    /// Why it was rejected, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejection: Option<Rejection>,
    /// The page of its contact in ActiveCampaign, as far as it is known there. Left out in pages of
    /// a state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_url: Option<String>,
}

/// The answer of `GET /api/v1/accounts/{id}/transfers`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Transfers {
    /// How many are where.
    pub counters: TransferCounters,
    /// Since when the oldest waits for its turn, held carts apart: RFC 3339, UTC.
    pub oldest_waiting_at: Option<String>,
    /// Why nothing leaves at the moment.
    pub pause_reason: Option<PauseReason>,
    /// Until when, if that is known: RFC 3339, UTC. Then it is tried again.
    pub paused_until: Option<String>,
    /// As `stopped` of an account: the pause that the merchant has to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<PauseReason>,
    /// As `last_order_sent_at` of an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_order_sent_at: Option<String>,
    /// Requests a second that are used at most; an order of a known customer needs one.
    pub rate_per_second: u32,
    /// How much of the site the merchant should look at; see `GET /api/v1/events/status`.
    #[serde(default)]
    pub attention: i64,
    /// One page of the items asked for; the failed ones when nothing was asked. Every item of a
    /// number when one was asked for.
    pub items: Vec<TransferItem>,
    /// What to ask the next page with; `null` on the last one.
    pub next_cursor: Option<String>,
}

/// The body of `POST /api/v1/accounts/{id}/transfers/retry`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retry {
    /// Which ones; all that were set aside when left out. `null` is no list, and not all of them.
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

/// The answer to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Retried {
    /// How many wait again.
    pub retried: u64,
}
