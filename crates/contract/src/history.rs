//! *Storico*: old orders that are sent as history.

use serde::{Deserialize, Serialize};

/// What the merchant wants of the old orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum HistoryState {
    /// They are asked for, and sent behind everything new.
    Running,
    /// Those that are here wait; no more are asked for.
    Paused,
    /// Those that waited were dropped; no more are taken.
    Cancelled,
}

/// The body of `PUT /api/v1/accounts/{id}/history`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryUpdate {
    /// What is wanted from now on.
    pub state: HistoryState,
    /// Orders from this day on (`2024-01-31`, in the site's time zone). Left out, it stays as it
    /// is; at the first start it is all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// How far the old orders are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct History {
    /// What the merchant wants.
    pub state: HistoryState,
    /// From when on orders are wanted: RFC 3339, UTC; the beginning of 1970 is all of them.
    pub since: String,
    /// When it was started: RFC 3339, UTC.
    pub started_at: String,
    /// How many there are in all, once the site has said it.
    pub total: Option<i64>,
    /// The site has handed over all of them.
    pub all_handed_over: bool,
    /// How many were handed over, each counted once; those that ActiveCampaign had already too.
    pub handed_over: i64,
    /// How many of them wait.
    pub waiting: i64,
    /// How many of them ActiveCampaign has.
    pub sent: i64,
    /// How many of them were set aside.
    pub failed: i64,
    /// How long it takes at the allowed rate, in seconds, when ActiveCampaign knows every customer:
    /// one request an order.
    pub seconds_at_least: i64,
    /// The same, when it knows none of them: four requests an order.
    pub seconds_at_most: i64,
}

/// What the site is asked to hand over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Wanted {
    /// Orders that were placed since then, with `history: true`: RFC 3339, UTC.
    pub history_since: String,
}

/// The body of `POST /api/v1/events/history`: what the site says of its old orders. Unknown fields
/// are ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryReport {
    /// How many there are in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// All of them were handed over: they are not asked for any more.
    #[serde(default)]
    pub complete: bool,
}

/// The answer to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryReported {
    /// What is still wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Wanted>,
}
