use std::fmt;

use either::Either;
use futures_util::StreamExt;
use sqlx::SqliteConnection;
use sqlx_core::{
    Error,
    any::{AnyArguments, AnyConnectionBackend, AnyQueryResult, AnyRow},
    connection::Connection as Connected,
    sql_str::{AssertSqlSafe, SqlSafeStr},
};

use super::{
    block_on, lost,
    statement::{Sent, is_write},
};
use crate::state::with;

pub type Rows = Vec<Result<Either<AnyQueryResult, AnyRow>, Error>>;

pub struct Connection {
    pub id: u64,
    pub proxy: usize,
    /// `None` once the connection is broken.
    pub inner: Option<SqliteConnection>,
    /// sqlx's count: grows when the response to `BEGIN` has arrived.
    pub depth: usize,
    /// Whether the database has an open transaction.
    is_open: bool,
}

impl Connection {
    pub fn new(id: u64, proxy: usize, inner: SqliteConnection) -> Self {
        Self {
            id,
            proxy,
            inner: Some(inner),
            depth: 0,
            is_open: false,
        }
    }

    /// Whether another connection's transaction blocks this statement.
    pub fn must_wait(&self, sent: &Sent) -> bool {
        let needs = match sent {
            Sent::Begin => true,
            Sent::Statement(sql, _) => !self.is_open && is_write(sql),
            Sent::Commit | Sent::Rollback => false,
        };
        needs && with(|state| state.writer.is_some_and(|id| id != self.id))
    }

    pub fn run(&mut self, sent: Sent) -> Result<Rows, Error> {
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
    pub fn undo(&mut self) {
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
    pub fn cut(&mut self) {
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

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "connection {} of proxy {}", self.id, self.proxy)
    }
}
