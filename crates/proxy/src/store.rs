//! What is kept: a file a table, and the only place that knows SQL.
//!
//! A statement that writes and returns rows is read to its end (`fetch_all`). SQLite commits at the
//! end, and `fetch_one` stops at the first row: it would not hear that the commit failed.

mod account_queues;
mod accounts;
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

pub use account_queues::{AccountQueues, Pause, QueueState, QueueTotals, Remembered};
pub use accounts::{Accounts, Changes, Inserted, NewRecord, StoredAccount};
pub use customers::{Customers, KnownCustomer, hash};
pub use encryption_keys::EncryptionKeys;
pub use erasures::{Erasures, Person};
pub use error::Error;
pub use fencing::{FencedStore, FencingToken};
pub use leases::{Leases, Released};
pub use log::{Log, LogQuery, NewEntry};
pub use open::ProcessLock;
pub use outbox::{
    Counted, Cursor, CustomerKey, DeadLetter, Delivered, Found, Kinds, NewItem, OfCart, Outbox,
    PageOf, QueueEntry, Taken, Tries, Work,
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

/// The database: a SQLite file or PostgreSQL. See `open` for how the two pools differ.
#[derive(Clone, Debug)]
pub struct Store {
    dialect: Dialect,
    readers: Connections,
    writer: Connections,
    health: Health,
    /// How the last check ended, and when.
    checked: Arc<Mutex<Option<Checked>>>,
    /// SQLite's: while one connection is open, SQLite does not remove its files beside the
    /// database.
    keeper: Option<Arc<Mutex<Option<AnyConnection>>>>,
    newest_tokens: sites::Newest,
}

impl Store {
    /// The table of accounts.
    #[must_use]
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts { store: self }
    }

    /// The table of encryption keys.
    #[must_use]
    pub fn encryption_keys(&self) -> EncryptionKeys<'_> {
        EncryptionKeys { store: self }
    }

    /// Orders and carts on their way.
    #[must_use]
    pub fn outbox(&self) -> Outbox<'_> {
        Outbox { store: self }
    }

    /// What accounts wait for, and what is remembered for them.
    #[must_use]
    pub fn account_queues(&self) -> AccountQueues<'_> {
        AccountQueues { store: self }
    }

    /// Which proxy works on which account queue.
    #[must_use]
    pub fn leases(&self) -> Leases<'_> {
        Leases { store: self }
    }

    /// The proxies that share this database.
    #[must_use]
    pub fn proxies(&self) -> Proxies<'_> {
        Proxies { store: self }
    }

    /// Which proxy may call which ActiveCampaign account.
    #[must_use]
    pub fn rate_shares(&self) -> RateShares<'_> {
        RateShares { store: self }
    }

    /// Whether other proxies may work on the same database.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    /// What was rejected when it was handed over.
    #[must_use]
    pub fn rejections(&self) -> Rejections<'_> {
        Rejections { store: self }
    }

    /// What ActiveCampaign knows of people.
    #[must_use]
    pub fn customers(&self) -> Customers<'_> {
        Customers { store: self }
    }

    /// The end of what is kept of a person.
    #[must_use]
    pub fn erasures(&self) -> Erasures<'_> {
        Erasures { store: self }
    }

    /// The end of what is kept.
    #[must_use]
    pub fn retention(&self) -> Retention<'_> {
        Retention { store: self }
    }

    /// What tokens said of sites.
    #[must_use]
    pub fn sites(&self) -> Sites<'_> {
        Sites { store: self }
    }

    /// *Lista dei Log*.
    #[must_use]
    pub fn log(&self) -> Log<'_> {
        Log { store: self }
    }

    /// Waits for what is in use and closes the connections.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
        if let Some(keeper) = &self.keeper
            && let Some(keeper) = keeper.lock().await.take()
            && let Err(error) = keeper.close().await
        {
            tracing::warn!(%error, "closing the database");
        }
    }
}
