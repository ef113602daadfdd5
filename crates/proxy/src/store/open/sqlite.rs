use std::{fs::OpenOptions, io, sync::Arc, time::Duration};

use anyhow::Context;
use sqlx::{
    AnyConnection, AnyPool, ConnectOptions, Connection,
    any::{AnyConnectOptions, AnyPoolOptions},
    migrate::Migrator,
};
use tokio::sync::Mutex;
use url::Url;

use super::{OpenFile, connect_once};
use crate::{
    config::SqliteFile,
    store::{
        Dialect, Store,
        database::{Connections, Health, Role},
        sites::Newest,
    },
};

pub(in crate::store) static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/sqlite");

/// Settings of each connection. Acknowledged data must survive a power failure, and erased personal
/// data must not remain in the file.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; \
                       PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;";

/// Timeout for a connection from the pool.
const ACQUIRE: Duration = Duration::from_secs(10);

/// Opens a pool of readers and a single writer, so that writes queue here instead of failing as
/// busy.
pub(super) async fn open(file: &SqliteFile) -> anyhow::Result<Store> {
    make_private(file)?;
    let options = options(file)?;
    let mut keeper = connect_once(&options).await?;
    prepare(&mut keeper).await?;
    let reads = Role {
        file: Some(OpenFile::of(file).await?),
        ..Role::default()
    };
    let health = Health::default();
    let writes = Role {
        health: Some(health.clone()),
        ..reads.clone()
    };
    Ok(Store {
        dialect: Dialect::Sqlite,
        writer: Connections::new(pool(1, &options).await?, writes),
        readers: Connections::new(pool(4, &options).await?, reads),
        health,
        checked: Arc::default(),
        keeper: Some(Arc::new(Mutex::new(Some(keeper)))),
        newest_tokens: Newest::default(),
    })
}

/// Runs the migrations on a connection of its own.
pub(super) async fn migrate(file: &SqliteFile) -> anyhow::Result<()> {
    let mut connection = options(file)?.connect().await?;
    prepare(&mut connection).await?;
    MIGRATIONS.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Applies the settings to a new connection. Runs a query, so that SQLite creates the `-wal` and
/// `-shm` files.
async fn prepare(connection: &mut AnyConnection) -> sqlx::Result<()> {
    sqlx::raw_sql(PRAGMAS).execute(&mut *connection).await?;
    sqlx::raw_sql("SELECT count(*) FROM sqlite_master")
        .execute(connection)
        .await?;
    Ok(())
}

/// The path of the file as a URL, which supports any character.
fn options(file: &SqliteFile) -> anyhow::Result<AnyConnectOptions> {
    let path = std::path::absolute(file.path())?;
    let as_url = Url::from_file_path(path)
        .ok()
        .context("path is no file URL")?;
    let url = format!("sqlite://{}", as_url.path());
    Ok(url.parse()?)
}

async fn pool(size: u32, options: &AnyConnectOptions) -> sqlx::Result<AnyPool> {
    AnyPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(ACQUIRE)
        .after_connect(|connection, _| Box::pin(prepare(connection)))
        .connect_with(options.clone())
        .await
}

/// Creates the file readable for the proxy's own user only. SQLite gives the files beside it the
/// same permissions.
fn make_private(file: &SqliteFile) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file.path()) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
