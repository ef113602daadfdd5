//! The log of an account (*Lista dei Log*).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// *Tipo Log*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LogKind {
    /// An event that needs no action.
    Info,
    /// A temporary problem; the proxy recovers without help.
    Warning,
    /// A problem that somebody must solve.
    Error,
}

/// The event of a log entry. The panel has a message for each, and a remedy for warnings and
/// errors.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LogCode {
    /// Info: the waiting items were sent; `orders`, `carts`.
    Sent,
    /// Info: a synchronisation ended and released `carts`.
    CartsReleased,
    /// Info: the proxy created the site's connection in ActiveCampaign.
    ConnectionCreated,
    /// Warning: the connection was missing in ActiveCampaign and is created again.
    ConnectionVanished,
    /// Info: failed items are retried; `items`, `user`.
    Retried,
    /// Info: sending resumed.
    Resumed,
    /// Error: an order failed; `number`, `reason` (a [`crate::transfer::FailureCode`]).
    OrderRefused,
    /// Error: a cart failed; `id`, `reason`.
    CartRefused,
    /// Error: ActiveCampaign rejected the API key; nothing is sent.
    KeyRejected,
    /// Error: no ActiveCampaign account has this name; nothing is sent.
    AccountNotFound,
    /// Error: the plan has no e-commerce data; nothing is sent.
    NoEcommerce,
    /// Error: the ActiveCampaign account is unpaid or expired; nothing is sent.
    AccountSuspended,
    /// Warning: ActiveCampaign is in maintenance; `until`.
    Maintenance,
    /// Warning: the rate limit was exceeded; `until`.
    RateLimited,
    /// Warning: ActiveCampaign cannot be reached; `until`.
    Unreachable,
    /// Error: ActiveCampaign rejects the site's connection; nothing is sent; `until`.
    ConnectionRefused,
    /// Warning: failed items will be deleted soon; `items`, `until`.
    FailedExpire,
    /// Warning: carts that no synchronisation released will be deleted soon; `items`, `until`.
    CartsExpire,
    /// Warning: an order was rejected on submission; `number`, `rejection` (a
    /// [`crate::transfer::RejectionReason`]).
    OrderRejected,
    /// Warning: a cart was rejected on submission; `id`, `rejection`.
    CartRejected,
    /// Info: `user` created the account.
    AccountCreated,
    /// Info: `user` changed `settings`: names of [`AccountSetting`], separated by commas.
    AccountChanged,
    /// Info: `user` enabled the account; `skipped`: number of items submitted while it was
    /// disabled.
    AccountEnabled,
    /// Info: `user` disabled the account.
    AccountDisabled,
    /// Info: `user` deleted the account.
    AccountDeleted,
    /// Info: `user` restored the deleted account.
    AccountRestored,
    /// Info: `user` tested the connection; `outcome` (a [`crate::TestOutcome`]).
    ConnectionTested,
    /// Info: `user` wants the old orders sent.
    HistoryStarted,
    /// Info: `user` paused the old orders.
    HistoryPaused,
    /// Info: `user` lets the old orders go on.
    HistoryResumed,
    /// Info: `user` cancelled the old orders; `dropped`: how many of them waited.
    HistoryCancelled,
    /// A code of a newer proxy, unknown to this panel.
    #[serde(other)]
    Unknown,
}

impl LogCode {
    /// Every code that this version knows.
    pub fn all() -> impl Iterator<Item = Self> {
        let codes = Self::VARIANTS.iter().copied();
        codes.filter(|code| *code != Self::Unknown)
    }

    /// The code used in the API and in the database.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// A changed setting of an account. Only on/off settings include their value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountSetting {
    /// *Descrizione*.
    Description,
    /// *Nome Account*.
    AccountName,
    /// *API Key*.
    ApiKey,
    /// *Abilita Ordini* was enabled.
    OrdersOn,
    /// *Abilita Ordini* was disabled.
    OrdersOff,
    /// *Abilita Carrelli Abbandonati* was enabled.
    CartsOn,
    /// *Abilita Carrelli Abbandonati* was disabled.
    CartsOff,
    /// A code of a newer proxy, unknown to this panel.
    #[serde(other)]
    Unknown,
}

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogEntry {
    /// The proxy's identifier of the row.
    pub id: String,
    /// When the event happened: RFC 3339, UTC.
    pub created_at: String,
    /// The severity.
    pub kind: LogKind,
    /// The event.
    pub code: LogCode,
    /// The parameters of the message: order numbers, counts, times, the user of a session. Never
    /// customer data.
    pub params: BTreeMap<String, String>,
    /// The account's identifier; also set when the account was deleted.
    pub account_id: Option<String>,
    /// The account's description at the time of the event.
    pub account_description: Option<String>,
    /// Details for the (i) button: ActiveCampaign's error text and request id.
    pub details: Option<String>,
}

/// The response of `GET /api/v1/log`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogPage {
    /// One page of matching rows.
    pub entries: Vec<LogEntry>,
    /// Total number of matching rows.
    pub total: i64,
}

/// The sort column of the log.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LogSort {
    /// *Data di Creazione*.
    #[default]
    CreatedAt,
    /// *Messaggio*, by its code.
    Code,
    /// *Tipo Log*.
    Kind,
    /// *Account Integrazione*.
    Account,
}

/// The sort direction.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SortOrder {
    /// Ascending: A to Z, old to new.
    Asc,
    /// Descending: Z to A, new to old.
    #[default]
    Desc,
}
