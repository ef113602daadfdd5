//! Simulated days, and the content of the database afterwards.

use std::str::FromStr;

use contract::SecretText;
use proxy::{
    config::Database,
    maintenance::{Retention, RetentionDays, Swept},
    secrets::Keyring,
    store::Store,
};

use crate::{support::database, world::World};

/// The encryption key of the tests.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// A day in milliseconds.
pub const DAY: i64 = 24 * 60 * 60 * 1000;

/// The default settings.
pub const USUAL: RetentionDays = RetentionDays { sent: 400, log: 90 };

/// Opens a database that no proxy has open.
pub async fn store(url: &str) -> Store {
    let keyring = Keyring::new(&SecretText::from(KEY), None).unwrap();
    let database = Database::from_str(url).unwrap();
    Store::open(&database, &keyring).await.unwrap()
}

/// The current time, in milliseconds since 1970.
pub fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

impl World {
    /// Stops the proxy, applies the retention of this many days later, and restarts the proxy.
    pub async fn in_days(self, days: i64) -> (Self, Swept) {
        let url = self.proxy.database_url();
        let world = self.stop().await;
        let store = store(&url).await;
        let mut retention = Retention::new(store.clone(), USUAL);
        let swept = retention.sweep(now() + days * DAY, || false).await.unwrap();
        store.close().await;
        (world.start().await, swept)
    }

    /// Changes rows directly.
    pub async fn execute(&self, sql: &'static str) {
        let pool = database::open(&self.proxy.database_url()).await;
        sqlx::query(sql).execute(&pool).await.unwrap();
        pool.close().await;
    }

    /// The result of a count query.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let pool = database::open(&self.proxy.database_url()).await;
        let count = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
        pool.close().await;
        count
    }
}
