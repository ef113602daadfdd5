//! A driver for sqlx in which database work takes only simulated time. SQLite runs each statement
//! to completion on the simulation's thread; before and after it the connection waits as scheduled,
//! and the schedule can refuse, lose or cut off statements.
//!
//! For several proxies it stands for PostgreSQL: the few SQL fragments that only PostgreSQL
//! understands are replaced, and a transaction whose future was dropped after `BEGIN` stays open.

mod types;

use std::{
    fmt,
    future::Future,
    io,
    path::PathBuf,
    pin::pin,
    str::FromStr,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
    time::Duration,
};

use either::Either;
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream, stream::BoxStream};
use sqlx::{
    SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use sqlx_core::{
    Error,
    any::{
        Any, AnyArguments, AnyConnectOptions, AnyConnectionBackend, AnyQueryResult, AnyRow,
        AnyStatement, AnyTypeInfo, driver::AnyDriver,
    },
    connection::{ConnectOptions as Connecting, Connection as Connected},
    describe::Describe,
    sql_str::{AssertSqlSafe, SqlSafeStr, SqlStr},
    transaction::Transaction,
};
use tokio::time::sleep;
use url::Url;

use crate::{
    faults::{Verdict, of_statement},
    state::{self, with},
};
use types::unused;

type Rows = Vec<Result<Either<AnyQueryResult, AnyRow>, Error>>;

/// The driver for URLs such as `simulated://proxy0/path/of/the/file`.
pub static DRIVERS: [AnyDriver; 1] = [AnyDriver::without_migrate::<Simulated>()];

/// How long a statement waits for the transaction of another connection.
const LONGEST_LOCK: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub struct Simulated;

/// The proxy of a connection, and the file.
#[derive(Clone, Debug)]
pub struct Options {
    proxy: usize,
    file: PathBuf,
}

pub struct Connection {
    id: u64,
    proxy: usize,
    /// `None` once the connection is broken.
    inner: Option<SqliteConnection>,
    /// sqlx's count: grows when the response to `BEGIN` has arrived.
    depth: usize,
    /// Whether the database has an open transaction.
    is_open: bool,
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
        Ok(Connection {
            id,
            proxy: self.proxy,
            inner: Some(inner),
            depth: 0,
            is_open: false,
        })
    }

    fn log_statements(self, _: log::LevelFilter) -> Self {
        self
    }

    fn log_slow_statements(self, _: log::LevelFilter, _: Duration) -> Self {
        self
    }
}

fn open(file: &std::path::Path) -> Result<SqliteConnectOptions, Error> {
    Ok(SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Off)
        .foreign_keys(true)
        .busy_timeout(Duration::ZERO)
        .disable_statement_logging())
}

/// A statement sent to the database.
enum Sent {
    Begin,
    Commit,
    Rollback,
    Statement(String, Option<AnyArguments>),
}

/// A statement that was sent and has not run yet. It may still run after its future is dropped.
struct OnItsWay<'a> {
    connection: &'a mut Connection,
    sent: Option<Sent>,
    arrives: bool,
}

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        if let Some(sent) = self.sent.take()
            && self.arrives
            && !self.connection.must_wait(&sent)
        {
            drop(self.connection.run(sent));
        }
    }
}

impl Connection {
    async fn perform(&mut self, sent: Sent) -> Result<Rows, Error> {
        if self.inner.is_none() {
            return Err(lost("the connection is broken"));
        }
        let (proxy, id) = (self.proxy, self.id);
        let name = sent.name();
        let is_begin = matches!(sent, Sent::Begin);
        let is_alone = with(|state| state.proxy_faults.len() == 1);
        let plan = with(|state| of_statement(state, proxy, sent.is_write()));
        let mut way = OnItsWay {
            connection: self,
            sent: Some(sent),
            // sqlx's SQLite driver rolls back a transaction whose future was dropped.
            arrives: plan.arrives_when_dropped && !(is_begin && is_alone),
        };
        sleep_unless_zero(plan.before).await;
        let mut waited = Duration::ZERO;
        while way
            .sent
            .as_ref()
            .is_some_and(|it| way.connection.must_wait(it))
        {
            if waited > LONGEST_LOCK {
                way.arrives = false;
                return Err(lost("canceled on lock timeout"));
            }
            let pause = Duration::from_millis(2);
            sleep(pause).await;
            waited += pause;
        }
        let Some(sent) = way.sent.take() else {
            return Err(unused());
        };
        let connection = &mut *way.connection;
        state::trace(|| format!("proxy{proxy} db{id} {name} {:?}", plan.verdict));
        match plan.verdict {
            Verdict::Done => {
                let rows = connection.run(sent);
                sleep_unless_zero(plan.after).await;
                rows
            }
            Verdict::AnswerLost => {
                drop(connection.run(sent));
                connection.cut();
                sleep_unless_zero(plan.after).await;
                Err(lost("the connection was reset"))
            }
            Verdict::NotDone => {
                connection.cut();
                Err(lost("the connection was reset"))
            }
            Verdict::Full => {
                // SQLite rolls the transaction back by itself.
                connection.undo();
                let full = io::Error::new(io::ErrorKind::StorageFull, "the disk is full");
                Err(Error::Io(full))
            }
        }
    }

    /// Whether another connection's transaction blocks this statement.
    fn must_wait(&self, sent: &Sent) -> bool {
        let needs = match sent {
            Sent::Begin => true,
            Sent::Statement(sql, _) => !self.is_open && is_write(sql),
            Sent::Commit | Sent::Rollback => false,
        };
        needs && with(|state| state.writer.is_some_and(|id| id != self.id))
    }

    fn run(&mut self, sent: Sent) -> Result<Rows, Error> {
        match sent {
            Sent::Begin => {
                self.execute("BEGIN IMMEDIATE", None)?;
                self.is_open = true;
                with(|state| state.writer = Some(self.id));
                Ok(Rows::new())
            }
            Sent::Commit => {
                self.execute("COMMIT", None)?;
                self.free();
                Ok(Rows::new())
            }
            Sent::Rollback => {
                // Fails as in SQLite when SQLite has already rolled back.
                let done = self.execute("ROLLBACK", None);
                self.free();
                done.map(|()| Rows::new())
            }
            Sent::Statement(sql, arguments) => Ok(self.rows(&sql, arguments)),
        }
    }

    fn execute(&mut self, sql: &str, arguments: Option<AnyArguments>) -> Result<(), Error> {
        self.rows(sql, arguments)
            .into_iter()
            .find_map(Result::err)
            .map_or(Ok(()), Err)
    }

    fn rows(&mut self, sql: &str, arguments: Option<AnyArguments>) -> Rows {
        let Some(inner) = &mut self.inner else {
            return vec![Err(lost("the connection is broken"))];
        };
        let sql = AssertSqlSafe(sql.to_owned()).into_sql_str();
        block_on(AnyConnectionBackend::fetch_many(inner, sql, true, arguments).collect())
    }

    /// Rolls back the open transaction, if any.
    fn undo(&mut self) {
        if self.is_open {
            let _ = self.execute("ROLLBACK", None);
            self.free();
        }
    }

    fn free(&mut self) {
        self.is_open = false;
        with(|state| state.writer = state.writer.filter(|id| *id != self.id));
    }

    /// The server rolls back the transaction of a closed connection.
    fn cut(&mut self) {
        self.undo();
        if let Some(inner) = self.inner.take() {
            let _ = block_on(inner.close());
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.cut();
    }
}

impl Sent {
    fn of(sql: &str, arguments: Option<AnyArguments>) -> Self {
        match sql.split_whitespace().next() {
            Some("BEGIN") => Self::Begin,
            Some("COMMIT") => Self::Commit,
            Some("ROLLBACK") => Self::Rollback,
            _ => Self::Statement(translate(sql), arguments),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Begin => "BEGIN".into(),
            Self::Commit => "COMMIT".into(),
            Self::Rollback => "ROLLBACK".into(),
            Self::Statement(sql, _) => sql.chars().take(60).collect(),
        }
    }

    fn is_write(&self) -> bool {
        match self {
            Self::Begin | Self::Rollback => false,
            Self::Commit => true,
            Self::Statement(sql, _) => is_write(sql),
        }
    }
}

fn is_write(sql: &str) -> bool {
    !sql.trim_start().starts_with("SELECT")
}

/// Translates PostgreSQL's SQL fragments to SQLite.
fn translate(sql: &str) -> String {
    const NOW: &str = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)";
    const TABLES: &str =
        "information_schema.tables WHERE table_schema = current_schema() AND table_name";
    const LOCKS: [&str; 5] = [
        " FOR UPDATE SKIP LOCKED",
        " FOR NO KEY UPDATE",
        " FOR UPDATE",
        " FOR KEY SHARE",
        " FOR SHARE",
    ];
    let now = with(|state| state.database_clock()).to_string();
    let sql = sql
        .replace(NOW, &now)
        .replace(TABLES, "sqlite_master WHERE type = 'table' AND name");
    // A transaction excludes all others here, so there are no row locks.
    LOCKS.iter().fold(sql, |sql, lock| sql.replace(lock, ""))
}

impl AnyConnectionBackend for Connection {
    fn name(&self) -> &str {
        "Simulated"
    }

    fn close(mut self: Box<Self>) -> BoxFuture<'static, Result<(), Error>> {
        self.cut();
        async { Ok(()) }.boxed()
    }

    fn close_hard(self: Box<Self>) -> BoxFuture<'static, Result<(), Error>> {
        AnyConnectionBackend::close(self)
    }

    fn ping(&mut self) -> BoxFuture<'_, Result<(), Error>> {
        let is_whole = self.inner.is_some();
        async move {
            match is_whole {
                true => Ok(()),
                false => Err(lost("the connection is broken")),
            }
        }
        .boxed()
    }

    fn begin(&mut self, statement: Option<SqlStr>) -> BoxFuture<'_, Result<(), Error>> {
        async move {
            if self.depth > 0 {
                drop(statement);
                return Err(Error::InvalidSavePointStatement);
            }
            self.perform(Sent::Begin).await?;
            self.depth = 1;
            Ok(())
        }
        .boxed()
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), Error>> {
        async {
            if self.depth > 0 {
                self.perform(Sent::Commit).await?;
                self.depth = 0;
            }
            Ok(())
        }
        .boxed()
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), Error>> {
        async {
            if self.depth > 0 {
                self.perform(Sent::Rollback).await?;
                self.depth = 0;
            }
            Ok(())
        }
        .boxed()
    }

    fn start_rollback(&mut self) {
        if self.depth > 0 {
            self.undo();
            self.depth = 0;
        }
    }

    fn get_transaction_depth(&self) -> usize {
        self.depth
    }

    fn shrink_buffers(&mut self) {}

    fn flush(&mut self) -> BoxFuture<'_, Result<(), Error>> {
        async { Ok(()) }.boxed()
    }

    fn should_flush(&self) -> bool {
        false
    }

    fn fetch_many(
        &mut self,
        query: SqlStr,
        _: bool,
        arguments: Option<AnyArguments>,
    ) -> BoxStream<'_, Result<Either<AnyQueryResult, AnyRow>, Error>> {
        let sent = Sent::of(query.as_str(), arguments);
        let rows = async {
            let rows = self.perform(sent).await;
            stream::iter(rows.unwrap_or_else(|error| vec![Err(error)]))
        };
        rows.flatten_stream().boxed()
    }

    fn fetch_optional(
        &mut self,
        query: SqlStr,
        _: bool,
        arguments: Option<AnyArguments>,
    ) -> BoxFuture<'_, Result<Option<AnyRow>, Error>> {
        let sent = Sent::of(query.as_str(), arguments);
        async {
            for row in self.perform(sent).await? {
                if let Either::Right(row) = row? {
                    return Ok(Some(row));
                }
            }
            Ok(None)
        }
        .boxed()
    }

    fn prepare_with<'c, 'q: 'c>(
        &'c mut self,
        _: SqlStr,
        _: &[AnyTypeInfo],
    ) -> BoxFuture<'c, Result<AnyStatement, Error>> {
        async { Err(unused()) }.boxed()
    }

    fn describe(&mut self, _: SqlStr) -> BoxFuture<'_, Result<Describe<Any>, Error>> {
        async { Err(unused()) }.boxed()
    }
}

impl Connected for Connection {
    type Database = Simulated;
    type Options = Options;

    async fn close(self) -> Result<(), Error> {
        Ok(())
    }

    async fn close_hard(self) -> Result<(), Error> {
        Ok(())
    }

    async fn ping(&mut self) -> Result<(), Error> {
        Ok(())
    }

    async fn begin(&mut self) -> Result<Transaction<'_, Simulated>, Error> {
        Err(unused())
    }

    #[expect(
        clippy::manual_async_fn,
        reason = "the statement of an `async fn` would be in its future, which has to be `Send`"
    )]
    fn begin_with(
        &mut self,
        _: impl SqlSafeStr,
    ) -> impl Future<Output = Result<Transaction<'_, Simulated>, Error>> + Send + '_ {
        async { Err(unused()) }
    }

    fn shrink_buffers(&mut self) {}

    async fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }

    fn should_flush(&self) -> bool {
        false
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "connection {} of proxy {}", self.id, self.proxy)
    }
}

fn lost(why: &str) -> Error {
    Error::Io(io::Error::new(
        io::ErrorKind::ConnectionReset,
        why.to_owned(),
    ))
}

async fn sleep_unless_zero(time: Duration) {
    if !time.is_zero() {
        sleep(time).await;
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for SQLite's own thread, in real time without advancing the simulated time.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}
