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

/// What every connection is told. An answer that says "saved" must survive a power cut, and what
/// was deleted of a person must not stay in the file.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; \
                       PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;";

/// How long a statement waits for a connection.
const ACQUIRE: Duration = Duration::from_secs(10);

/// Many readers, and one writer, so that writes wait in line here instead of failing as busy.
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

/// Runs migrations on a connection of its own.
pub(super) async fn migrate(file: &SqliteFile) -> anyhow::Result<()> {
    let mut connection = options(file)?.connect().await?;
    prepare(&mut connection).await?;
    MIGRATIONS.run(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

/// Tells a new connection how to work; reads, so that the files beside the database are there.
async fn prepare(connection: &mut AnyConnection) -> sqlx::Result<()> {
    sqlx::raw_sql(PRAGMAS).execute(&mut *connection).await?;
    sqlx::raw_sql("SELECT count(*) FROM sqlite_master")
        .execute(connection)
        .await?;
    Ok(())
}

/// The file as a URL, in which a path may hold anything.
fn options(file: &SqliteFile) -> anyhow::Result<AnyConnectOptions> {
    let path = std::path::absolute(file.path())?;
    let as_url = Url::from_file_path(path).ok().context("not a path")?;
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

/// Only the proxy's own user reads it; SQLite gives the files beside it the same rights.
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
