//! Days that go by, and what the database holds then.

use std::str::FromStr;

use contract::SecretText;
use proxy::{
    config::Database,
    maintenance::{Retention, RetentionDays, Swept},
    secrets::Keyring,
    store::Store,
};

use crate::{support::database, world::World};

/// What tests seal keys with.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// A day in milliseconds.
pub const DAY: i64 = 24 * 60 * 60 * 1000;

/// As an operator has it who set nothing.
pub const USUAL: RetentionDays = RetentionDays { sent: 400, log: 90 };

/// Opens a database that no proxy has open.
pub async fn store(url: &str) -> Store {
    let keyring = Keyring::new(&SecretText::from(KEY), None).unwrap();
    let database = Database::from_str(url).unwrap();
    Store::open(&database, &keyring).await.unwrap()
}

/// Now, in milliseconds since 1970.
pub fn now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

impl World {
    /// Stops the proxy, applies the retention as it will be in so many days, and starts it again.
    pub async fn in_days(self, days: i64) -> (Self, Swept) {
        let url = self.proxy.database_url();
        let world = self.stop().await;
        let store = store(&url).await;
        let mut retention = Retention::new(store.clone(), USUAL);
        let swept = retention.sweep(now() + days * DAY, || false).await.unwrap();
        store.close().await;
        (world.start().await, swept)
    }

    /// How many rows a query counts.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let pool = database::open(&self.proxy.database_url()).await;
        let count = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
        pool.close().await;
        count
    }
}
