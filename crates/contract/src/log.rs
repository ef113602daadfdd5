//! *Lista dei Log*.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::{IntoStaticStr, VariantArray};

/// *Tipo Log*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LogKind {
    /// Something happened.
    Info,
    /// Something waits and will go on by itself.
    Warning,
    /// Somebody has to do something.
    Error,
}

/// What happened. The panel has a sentence for each, and for warnings and errors what to do.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr, VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LogCode {
    /// Info: what waited was sent; `orders`, `carts`.
    Sent,
    /// Info: a synchronisation ended; `carts` may leave now.
    CartsReleased,
    /// Info: the site's connection was made in ActiveCampaign.
    ConnectionCreated,
    /// Warning: the connection had vanished in ActiveCampaign and is made again.
    ConnectionVanished,
    /// Info: what was set aside is sent again; `items`, `user`.
    Retried,
    /// Info: sending goes on.
    Resumed,
    /// Error: an order was set aside; `number`, `reason` (a [`crate::transfer::FailureCode`]).
    OrderRefused,
    /// Error: a cart was set aside; `id`, `reason`.
    CartRefused,
    /// Error: the API key was rejected, nothing leaves.
    KeyRejected,
    /// Error: no ActiveCampaign account has this name, nothing leaves.
    AccountNotFound,
    /// Error: the plan has no e-commerce data, nothing leaves.
    NoEcommerce,
    /// Error: the ActiveCampaign account is unpaid or expired, nothing leaves.
    AccountSuspended,
    /// Warning: ActiveCampaign is in maintenance; `until`.
    Maintenance,
    /// Warning: too many requests; `until`.
    RateLimited,
    /// Warning: ActiveCampaign cannot be reached; `until`.
    Unreachable,
    /// Error: ActiveCampaign does not take the site's connection, nothing leaves; `until`.
    ConnectionRefused,
    /// Warning: what was set aside is about to be deleted; `items`, `until`.
    FailedExpire,
    /// Warning: carts that no synchronisation released are about to be deleted; `items`, `until`.
    CartsExpire,
    /// Warning: an order was rejected when it was handed over; `number`, `rejection` (a
    /// [`crate::transfer::RejectionReason`]).
    OrderRejected,
    /// Warning: a cart was rejected when it was handed over; `id`, `rejection`.
    CartRejected,
    /// Info: `user` created the account.
    AccountCreated,
    /// Info: `user` changed `settings`: names of [`AccountSetting`], separated by commas.
    AccountChanged,
    /// Info: `user` switched the account on; `skipped`: what was handed over while it was off.
    AccountEnabled,
    /// Info: `user` switched the account off.
    AccountDisabled,
    /// Info: `user` deleted the account.
    AccountDeleted,
    /// Info: `user` tested the connection; `outcome` (a [`crate::TestOutcome`]).
    ConnectionTested,
    /// A code of a newer proxy that this panel does not know.
    #[serde(other)]
    Unknown,
}

impl LogCode {
    /// Every code that this version knows.
    pub fn all() -> impl Iterator<Item = Self> {
        let codes = Self::VARIANTS.iter().copied();
        codes.filter(|code| *code != Self::Unknown)
    }

    /// The code, as it travels and is stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// A setting of an account that somebody changed. Never its value, but for what is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountSetting {
    /// *Descrizione*.
    Description,
    /// *Nome Account*.
    AccountName,
    /// *API Key*.
    ApiKey,
    /// *Abilita Ordini* is on now.
    OrdersOn,
    /// *Abilita Ordini* is off now.
    OrdersOff,
    /// *Abilita Carrelli Abbandonati* is on now.
    CartsOn,
    /// *Abilita Carrelli Abbandonati* is off now.
    CartsOff,
    /// A code of a newer proxy that this panel does not know.
    #[serde(other)]
    Unknown,
}

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogEntry {
    /// Which one.
    pub id: String,
    /// RFC 3339, UTC.
    pub created_at: String,
    /// How serious it is.
    pub kind: LogKind,
    /// What happened.
    pub code: LogCode,
    /// What the sentence names: numbers of orders, counts, times, the user of a session. No
    /// customer's data.
    pub params: BTreeMap<String, String>,
    /// The account's identifier, also of one that was deleted.
    pub account_id: Option<String>,
    /// What it was called then.
    pub account_description: Option<String>,
    /// More, for the (i) button: ActiveCampaign's words, its identifier of the request.
    pub details: Option<String>,
}

/// The answer of `GET /api/v1/log`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogPage {
    /// One page of the rows asked for.
    pub entries: Vec<LogEntry>,
    /// How many rows pass the filters in all.
    pub total: i64,
}

/// What the log is sorted by.
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

/// Which way.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SortOrder {
    /// From A to Z, from old to new.
    Asc,
    /// From Z to A, from new to old.
    #[default]
    Desc,
}
