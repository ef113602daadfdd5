//! The database file behind all connections, and its state after a run.

use std::{
    path::{Path, PathBuf},
    process,
};

use sqlx::{
    ConnectOptions, Row, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use tempfile::TempDir;

use crate::{
    driver::block_on,
    host::{KEY, SECRET},
};

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("src/store/migrations/sqlite");

pub struct Database {
    _dir: TempDir,
    path: PathBuf,
    connection: std::cell::RefCell<SqliteConnection>,
}

impl Database {
    /// Creates the file, in memory where the system has a directory for that.
    pub fn make() -> Self {
        let memory = Path::new("/dev/shm");
        let prefix = format!("simulation-{}-", process::id());
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix);
        let dir = match memory.is_dir() {
            true => builder.tempdir_in(memory),
            false => builder.tempdir(),
        };
        let dir = dir.unwrap();
        std::fs::write(dir.path().join("session-secret"), SECRET).unwrap();
        std::fs::write(dir.path().join("encryption-key"), KEY).unwrap();
        let path = dir.path().join("proxy.db");
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Off)
            .disable_statement_logging();
        let connection = block_on(async {
            let mut connection = options.connect().await.unwrap();
            MIGRATIONS
                .run_direct(None, &mut connection, false)
                .await
                .unwrap();
            connection
        });
        Self {
            _dir: dir,
            path,
            connection: connection.into(),
        }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Number of waiting orders and carts.
    pub fn waiting(&self) -> i64 {
        self.count("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'held')")
    }

    /// The identifiers of failed items.
    pub fn failed_ids(&self) -> Vec<String> {
        self.texts("SELECT external_id FROM outbox WHERE state = 'failed'")
    }

    /// The counters equal the rows.
    pub fn is_consistent(&self) {
        let wrong = self.count(
            "SELECT count(*) FROM account_queues l WHERE \
             waiting <> (SELECT count(*) FROM outbox o WHERE o.account = l.account AND state = 'waiting') \
             OR held <> (SELECT count(*) FROM outbox o WHERE o.account = l.account AND state = 'held') \
             OR sent <> (SELECT count(*) FROM outbox o WHERE o.account = l.account AND state = 'sent') \
             OR failed <> (SELECT count(*) FROM outbox o WHERE o.account = l.account AND state = 'failed')",
        );
        assert_eq!(
            wrong,
            0,
            "counters are not what the rows say: {}",
            self.describe()
        );
    }

    /// A readable description of the content.
    pub fn describe(&self) -> String {
        let account_queues = "SELECT 'queue ' || account || ' leased_by ' || COALESCE(leased_by, '-') || ' dirty ' || dirty \
             || ' pause ' || COALESCE(pause_reason, '-') || ' until ' || COALESCE(paused_until, 0) \
             || ' held ' || held || ' waiting ' || waiting || ' sent ' || sent || ' failed ' || failed \
             FROM account_queues";
        let items = "SELECT kind || ' ' || external_id || ' ' || state || ' attempted ' || attempted \
             || ' ' || COALESCE(failure_reason, '') FROM outbox WHERE state NOT IN ('sent', 'dropped')";
        let texts = self
            .texts(account_queues)
            .into_iter()
            .chain(self.texts(items));
        texts.collect::<Vec<_>>().join("\n")
    }

    fn count(&self, sql: &'static str) -> i64 {
        let connection = &mut *self.connection.borrow_mut();
        block_on(async { sqlx::query_scalar(sql).fetch_one(connection).await.unwrap() })
    }

    fn texts(&self, sql: &'static str) -> Vec<String> {
        let connection = &mut *self.connection.borrow_mut();
        let rows = block_on(async { sqlx::query(sql).fetch_all(connection).await.unwrap() });
        rows.iter().map(|row| row.get(0)).collect()
    }
}
