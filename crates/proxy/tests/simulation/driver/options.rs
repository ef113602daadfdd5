use std::{
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx_core::{Error, any::AnyConnectOptions, connection::ConnectOptions as Connecting};
use url::Url;

use super::{Connection, block_on, lost, types::unused};
use crate::state::with;

/// The proxy of a connection, and the file.
#[derive(Clone, Debug)]
pub struct Options {
    proxy: usize,
    file: PathBuf,
}

impl TryFrom<&AnyConnectOptions> for Options {
    type Error = Error;

    fn try_from(options: &AnyConnectOptions) -> Result<Self, Error> {
        Self::from_url(&options.database_url)
    }
}

impl FromStr for Options {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self, Error> {
        Self::from_url(&url.parse().map_err(|_| unused())?)
    }
}

impl Connecting for Options {
    type Connection = Connection;

    fn from_url(url: &Url) -> Result<Self, Error> {
        let proxy = url.host_str().and_then(|host| host.strip_prefix("proxy"));
        Ok(Self {
            proxy: proxy.and_then(|n| n.parse().ok()).ok_or_else(unused)?,
            file: url.path().into(),
        })
    }

    async fn connect(&self) -> Result<Connection, Error> {
        if with(|state| state.is_refused(self.proxy)) {
            return Err(lost("connection refused"));
        }
        let id = with(|state| state.next_id());
        let inner = block_on(open(&self.file)?.connect())?;
        Ok(Connection::new(id, self.proxy, inner))
    }

    fn log_statements(self, _: log::LevelFilter) -> Self {
        self
    }

    fn log_slow_statements(self, _: log::LevelFilter, _: Duration) -> Self {
        self
    }
}

fn open(file: &Path) -> Result<SqliteConnectOptions, Error> {
    Ok(SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Off)
        .foreign_keys(true)
        .busy_timeout(Duration::ZERO)
        .disable_statement_logging())
}
