use std::{sync::Arc, time::Duration};

use sqlx::{
    AnyConnection, Connection, Row,
    any::{AnyConnectOptions, AnyPoolOptions},
    migrate::Migrator,
};

use super::connect_once;
use crate::{
    config::PostgresUrl,
    store::{
        Dialect, Store,
        database::{Connections, Health, Role},
        sites::Newest,
    },
};

pub(in crate::store) static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/postgres");

/// Connections per proxy. Statements are short, so a few connections serve many account queues, and
/// PostgreSQL's default of 100 is enough for several proxies.
const CONNECTIONS: u32 = 16;

/// Timeout for a connection from the pool.
const ACQUIRE: Duration = Duration::from_secs(5);

/// Timeout of a statement on the client side. Longer than the server's timeouts: it ends statements
/// whose response the network lost.
const DEADLINE: Duration = Duration::from_secs(10);

/// Settings of each session, so that no proxy waits for a session whose proxy is suspended or
/// unreachable.
const SESSION: &str = "SET statement_timeout = '8s'; SET lock_timeout = '5s'; \
                       SET idle_in_transaction_session_timeout = '8s'";

/// Whether a connection is usable: it is in no transaction (whose start would be earlier than this
/// statement's), and its server accepts writes (which may change in a failover). Must be sent with
/// the simple protocol: in the extended one, a transaction starts with an earlier message than the
/// execution of the statement, so that the two times always differ.
const IS_USABLE: &str = "SELECT now() = statement_timestamp() \
                         AND current_setting('transaction_read_only') = 'off'";

/// Opens one pool for reads and writes: PostgreSQL needs no single writer.
pub(super) async fn open(url: &PostgresUrl) -> anyhow::Result<Store> {
    let options: AnyConnectOptions = url.expose().parse()?;
    connect_once(&options).await?.close().await?;
    let pool = AnyPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .after_connect(|connection, _| {
            Box::pin(async move {
                sqlx::raw_sql(SESSION).execute(connection).await?;
                Ok(())
            })
        })
        // Replaces the pool's ping.
        .test_before_acquire(false)
        .before_acquire(|connection, _| {
            Box::pin(async move {
                let usable = sqlx::raw_sql(IS_USABLE).fetch_one(connection).await?;
                usable.try_get(0)
            })
        })
        .connect_with(options)
        .await?;
    let reads = Role {
        deadline: Some(DEADLINE),
        ..Role::default()
    };
    let health = Health::default();
    let writes = Role {
        health: Some(health.clone()),
        ..reads.clone()
    };
    Ok(Store {
        dialect: Dialect::Postgres,
        writer: Connections::new(pool.clone(), writes),
        readers: Connections::new(pool, reads),
        health,
        checked: Arc::default(),
        keeper: None,
        newest_tokens: Newest::default(),
    })
}

/// Runs the migrations under a lock, so that proxies that start at the same time do not run them
/// twice. Runs them without the session timeouts, because an index on a large table takes long.
pub(super) async fn migrate(url: &PostgresUrl) -> anyhow::Result<()> {
    let mut connection = AnyConnection::connect(url.expose()).await?;
    MIGRATIONS.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}
