//! Opening the database, whichever it is, and bringing it up to date.

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

/// How long a start waits for a database that does not answer.
const LONGEST_CONNECT: Duration = Duration::from_secs(5);

/// Connects once, outside of a pool: a pool tries again for seconds and keeps the cause to itself,
/// and a start that fails has to name it at once.
async fn connect_once(options: &AnyConnectOptions) -> anyhow::Result<AnyConnection> {
    let connect = AnyConnection::connect_with(options);
    let connected = timeout(LONGEST_CONNECT, connect).await;
    let connected = connected
        .with_context(|| format!("it does not answer within {} s", LONGEST_CONNECT.as_secs()))?;
    Ok(connected?)
}

impl Store {
    /// Opens the database, makes a file when there is none, and brings it up to date, unless it was
    /// made with another key: then nothing is touched.
    ///
    /// # Errors
    /// One sentence for the operator.
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

    /// A store over connections that are made already and a database that is up to date, as a
    /// simulation has them; `is_shared` as with PostgreSQL, where others may use the database too.
    ///
    /// # Errors
    /// When the database fails, or was made with another key.
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
