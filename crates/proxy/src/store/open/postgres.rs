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

/// Connections of one proxy. Statements are short: a few do for many account queues, and
/// PostgreSQL's usual hundred are enough for several proxies.
const CONNECTIONS: u32 = 16;

/// How long a statement waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(5);

/// How long a statement may take as this side counts. Longer than the server's own time-outs: it
/// ends what the network does not bring back.
const DEADLINE: Duration = Duration::from_secs(10);

/// What every session is told, so that nobody waits for one whose proxy is frozen or out of reach.
const SESSION: &str = "SET statement_timeout = '8s'; SET lock_timeout = '5s'; \
                       SET idle_in_transaction_session_timeout = '8s'";

/// Whether a connection may be used: it is in no transaction, which would have begun earlier than
/// this statement, and its server takes writes, which after a fail-over it may not. To be sent in the
/// simple protocol: in the extended one the transaction of a statement begins with another message
/// than its execution, so that the two times always differ.
const IS_USABLE: &str = "SELECT now() = statement_timestamp() \
                         AND current_setting('transaction_read_only') = 'off'";

/// One pool for all: PostgreSQL has no need of a single writer.
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
        // In the place of a ping.
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

/// Runs migrations under a lock, so that proxies that start at once do not run them twice, and
/// without the time-outs of a session: an index of a large table takes its time.
pub(super) async fn migrate(url: &PostgresUrl) -> anyhow::Result<()> {
    let mut connection = AnyConnection::connect(url.expose()).await?;
    MIGRATIONS.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}
