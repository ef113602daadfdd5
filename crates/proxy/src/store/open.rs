//! Opening the database, whichever it is, and bringing it up to date.

mod file;
mod postgres;
mod sqlite;

use std::sync::Once;

use anyhow::Context;

pub(super) use file::OpenFile;

use super::{Dialect, Store};
use crate::{config::Database, secrets::Keyring};

/// How long a statement waits for a connection, in seconds.
const ACQUIRE_SECONDS: u64 = 10;

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
        let migrations = match store.dialect {
            Dialect::Sqlite => &sqlite::MIGRATIONS,
            Dialect::Postgres => &postgres::MIGRATIONS,
        };
        // PostgreSQL's are run under a lock: proxies that start at once do not run them twice.
        migrations.run(&store.writer).await.with_context(what)?;
        store.encryption_keys().enrol(keyring).await?;
        Ok(store)
    }
}
