use std::time::Duration;

use sqlx::{
    any::{AnyConnectOptions, AnyPoolOptions},
    migrate::Migrator,
};

use super::{ACQUIRE_SECONDS, connect_once};
use crate::{
    config::PostgresUrl,
    store::{Dialect, Store, sites::Newest},
};

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/postgres");

/// Connections of one proxy. Statements are short: a few do for many lanes, and PostgreSQL's
/// usual hundred are enough for several proxies.
const CONNECTIONS: u32 = 16;

/// One pool for all: PostgreSQL has no need of a single writer.
pub(super) async fn open(url: &PostgresUrl) -> anyhow::Result<Store> {
    let options: AnyConnectOptions = url.expose().parse()?;
    connect_once(&options, "SELECT 1").await?;
    let pool = AnyPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(ACQUIRE_SECONDS))
        .connect_with(options)
        .await?;
    Ok(Store {
        dialect: Dialect::Postgres,
        writer: pool.clone(),
        readers: pool,
        file: None,
        newest_tokens: Newest::default(),
    })
}
