use std::{fs::OpenOptions, io, time::Duration};

use anyhow::Context;
use sqlx::{
    AnyPool,
    any::{AnyConnectOptions, AnyPoolOptions},
    migrate::Migrator,
};
use url::Url;

use super::{ACQUIRE_SECONDS, OpenFile, connect_once};
use crate::{
    config::SqliteFile,
    store::{Dialect, Store, sites::Newest},
};

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/sqlite");

/// What every connection is told. An answer that says "saved" must survive a power cut.
const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                       PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;";

/// Many readers, and one writer, so that writes wait in line here instead of failing as busy.
pub(super) async fn open(file: &SqliteFile) -> anyhow::Result<Store> {
    make_private(file)?;
    let options = options(file)?;
    connect_once(&options, PRAGMAS).await?;
    Ok(Store {
        dialect: Dialect::Sqlite,
        writer: pool(1, &options).await?,
        readers: pool(4, &options).await?,
        file: Some(OpenFile::of(file.path()).await?),
        newest_tokens: Newest::default(),
    })
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
        .acquire_timeout(Duration::from_secs(ACQUIRE_SECONDS))
        .after_connect(|connection, _| {
            Box::pin(async move {
                sqlx::raw_sql(PRAGMAS).execute(connection).await?;
                Ok(())
            })
        })
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
