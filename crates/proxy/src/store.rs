//! The database: one file per table. Only this module contains SQL.
//!
//! Statements that write and return rows are read to their end (`fetch_all`). SQLite commits at the
//! end, and `fetch_one` stops at the first row: it would not report a failed commit.

mod account_queues;
mod accounts;
mod attempts;
mod check;
mod clock;
mod codes;
mod customers;
mod database;
mod dialect;
mod encryption_keys;
mod erasures;
mod error;
mod failure;
mod fencing;
mod leases;
mod log;
mod open;
mod order_samples;
mod outbox;
mod proxies;
mod rate_shares;
mod rejections;
mod relocation;
mod retention;
mod sites;
mod statement;

use std::sync::Arc;

use sqlx::{AnyConnection, Connection};
use tokio::sync::Mutex;

pub use account_queues::{
    AccountQueues, ForgetCursor, HistoryChange, HistoryCounts, KnownHistory, Pause, QueueState,
    QueueTotals, Remembered,
};
pub use accounts::{Accounts, Changes, Inserted, NewRecord, StoredAccount};
pub use attempts::NewAttempt;
pub use customers::{Customers, KnownCustomer, hash};
pub use encryption_keys::EncryptionKeys;
pub use erasures::{Erasures, Person};
pub use error::Error;
pub use fencing::{FencedStore, FencingToken};
pub use leases::{Leases, Released};
pub use log::{Log, LogQuery, NewEntry};
pub use open::ProcessLock;
pub use order_samples::{OrderSample, OrderSamples};
pub use outbox::{
    BEHIND_ALL, Counted, Cursor, CustomerKey, DeadLetter, Delivered, Found, Kinds, NewItem, OfCart,
    Outbox, PageOf, QueueEntry, Taken, Tries, Work,
};
pub use proxies::Proxies;
pub use rate_shares::{RateShare, RateShares};
pub use rejections::{NewRejection, RejectionKey, Rejections};
pub use relocation::{Relocated, relocate};
pub use retention::{Expiring, Notice, PersonCursor, Retention};
pub use sites::{KnownSite, SiteClaims, SiteUpdate, Sites};

use check::Checked;
use database::{Connections, Health};
use dialect::Dialect;

/// The database: a SQLite file or PostgreSQL. `open` describes how their connection pools differ.
#[derive(Clone, Debug)]
pub struct Store {
    dialect: Dialect,
    readers: Connections,
    writer: Connections,
    health: Health,
    /// Result and time of the last check.
    checked: Arc<Mutex<Option<Checked>>>,
    /// SQLite only: an open connection, which prevents SQLite from removing the `-wal` and `-shm`
    /// files beside the database.
    keeper: Option<Arc<Mutex<Option<AnyConnection>>>>,
    newest_tokens: sites::Newest,
}

impl Store {
    /// The accounts.
    #[must_use]
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts { store: self }
    }

    /// The ids of the encryption keys.
    #[must_use]
    pub fn encryption_keys(&self) -> EncryptionKeys<'_> {
        EncryptionKeys { store: self }
    }

    /// The orders and carts to deliver.
    #[must_use]
    pub fn outbox(&self) -> Outbox<'_> {
        Outbox { store: self }
    }

    /// State of the account queues: counters, pauses, and stored ActiveCampaign ids.
    #[must_use]
    pub fn account_queues(&self) -> AccountQueues<'_> {
        AccountQueues { store: self }
    }

    /// Leases of account queues to proxies.
    #[must_use]
    pub fn leases(&self) -> Leases<'_> {
        Leases { store: self }
    }

    /// The proxies that share this database.
    #[must_use]
    pub fn proxies(&self) -> Proxies<'_> {
        Proxies { store: self }
    }

    /// Shares of the request rate of each ActiveCampaign account.
    #[must_use]
    pub fn rate_shares(&self) -> RateShares<'_> {
        RateShares { store: self }
    }

    /// Whether other proxies may use the same database.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    /// The rejected items of hand-overs.
    #[must_use]
    pub fn rejections(&self) -> Rejections<'_> {
        Rejections { store: self }
    }

    /// The customers known to ActiveCampaign.
    #[must_use]
    pub fn customers(&self) -> Customers<'_> {
        Customers { store: self }
    }

    /// The orders that the preview shows.
    #[must_use]
    pub fn order_samples(&self) -> OrderSamples<'_> {
        OrderSamples { store: self }
    }

    /// Erasure of personal data.
    #[must_use]
    pub fn erasures(&self) -> Erasures<'_> {
        Erasures { store: self }
    }

    /// Deletion of old data.
    #[must_use]
    pub fn retention(&self) -> Retention<'_> {
        Retention { store: self }
    }

    /// The site claims of session tokens.
    #[must_use]
    pub fn sites(&self) -> Sites<'_> {
        Sites { store: self }
    }

    /// The entries of *Lista dei Log*.
    #[must_use]
    pub fn log(&self) -> Log<'_> {
        Log { store: self }
    }

    /// Waits for running statements and closes all connections.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
        if let Some(keeper) = &self.keeper
            && let Some(keeper) = keeper.lock().await.take()
            && let Err(error) = keeper.close().await
        {
            tracing::warn!(%error, "closing the database failed");
        }
    }
}
