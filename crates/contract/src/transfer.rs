//! The orders and carts of an account: waiting, sent, failed or rejected, with the reasons.

mod attempt;
mod failure;
mod item;
mod pause;
mod rejection;
mod retry;
mod wait;

pub use attempt::{Attempt, AttemptOutcome};
pub use failure::{FailureCode, Remedy, TransferFailure};
pub use item::TransferItem;
pub use pause::PauseReason;
pub use rejection::{RejectedField, Rejection, RejectionReason};
pub use retry::{Retried, Retry};
pub use wait::{Wait, WaitReason};

use serde::{Deserialize, Serialize};

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
