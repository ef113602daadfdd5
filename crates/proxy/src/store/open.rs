//! Opens a SQLite or PostgreSQL database and runs the migrations.

mod file;
mod postgres;
mod process_lock;
mod sqlite;

use std::{
    sync::{Arc, Once},
    time::Duration,
};

use anyhow::Context;
use sqlx::{AnyConnection, AnyPool, Connection, any::AnyConnectOptions};
use tokio::time::timeout;

pub(super) use file::OpenFile;
pub(super) use postgres::MIGRATIONS as POSTGRES_MIGRATIONS;
pub use process_lock::ProcessLock;
pub(super) use sqlite::MIGRATIONS as SQLITE_MIGRATIONS;

use super::{
    Store,
    database::{Connections, Health, Role},
    dialect::Dialect,
    sites::Newest,
};
use crate::{config::Database, secrets::Keyring};

/// Connection timeout at start-up.
const LONGEST_CONNECT: Duration = Duration::from_secs(5);

/// Opens one connection outside of a pool. A pool retries for seconds and hides the cause, but a
/// failed start must report the cause at once.
async fn connect_once(options: &AnyConnectOptions) -> anyhow::Result<AnyConnection> {
    let connect = AnyConnection::connect_with(options);
    let connected = timeout(LONGEST_CONNECT, connect).await;
    let connected = connected
        .with_context(|| format!("it does not answer within {} s", LONGEST_CONNECT.as_secs()))?;
    Ok(connected?)
}

impl Store {
    /// Opens the database and runs the migrations. Creates the SQLite file if it is missing.
    /// Changes nothing when the data was encrypted with another key.
    ///
    /// # Errors
    /// A message for the operator.
    pub async fn open(database: &Database, keyring: &Keyring) -> anyhow::Result<Self> {
        static DRIVERS: Once = Once::new();
        DRIVERS.call_once(sqlx::any::install_default_drivers);
        let what = || format!("the database {database}");
        let store = match database {
            Database::Sqlite(file) => sqlite::open(file).await,
            Database::Postgres(url) => postgres::open(url).await,
        }
        .with_context(what)?;
        store.encryption_keys().check(keyring).await?;
        match database {
            Database::Sqlite(file) => sqlite::migrate(file).await,
            Database::Postgres(url) => postgres::migrate(url).await,
        }
        .with_context(what)?;
        store.encryption_keys().enrol(keyring).await?;
        Ok(store)
    }

    /// Creates a store over existing connections to a migrated database, as a simulation needs.
    /// `is_shared` means, as for PostgreSQL, that several proxies may use the database.
    ///
    /// # Errors
    /// When the database fails, or when its data was encrypted with another key.
    pub async fn over(
        readers: AnyPool,
        writer: AnyPool,
        is_shared: bool,
        keyring: &Keyring,
    ) -> anyhow::Result<Self> {
        let health = Health::default();
        let writes = Role {
            health: Some(health.clone()),
            ..Role::default()
        };
        let store = Self {
            dialect: match is_shared {
                true => Dialect::Postgres,
                false => Dialect::Sqlite,
            },
            writer: Connections::new(writer, writes),
            readers: Connections::new(readers, Role::default()),
            health,
            checked: Arc::default(),
            keeper: None,
            newest_tokens: Newest::default(),
        };
        store.encryption_keys().check(keyring).await?;
        store.encryption_keys().enrol(keyring).await?;
        Ok(store)
    }
}
