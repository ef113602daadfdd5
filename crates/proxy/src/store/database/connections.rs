use std::time::Duration;

use futures_util::{
    TryFutureExt,
    future::{BoxFuture, FutureExt},
    stream::BoxStream,
};
use sqlx::{
    Any, AnyPool, Describe, Execute, Executor, SqlStr,
    any::{AnyRow, AnyStatement, AnyTypeInfo},
};

use super::{
    super::open::OpenFile,
    Health, Transaction, completion,
    connection::Connection,
    statement::{Statement, Step, first_row, prepared_elsewhere, steps},
};

/// A connection pool of one database. Implements [`Executor`] with statements that run to
/// completion.
#[derive(Clone, Debug)]
pub(in crate::store) struct Connections {
    pool: AnyPool,
    role: Role,
}

/// How the connections of a pool are used.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Role {
    /// Timeout of a statement.
    pub deadline: Option<Duration>,
    /// Set for connections that write.
    pub health: Option<Health>,
    /// SQLite only: the file that must contain every commit.
    pub file: Option<OpenFile>,
}

impl Role {
    pub(super) fn note<T>(&self, done: sqlx::Result<T>) -> sqlx::Result<T> {
        if let Some(health) = &self.health {
            health.note(&done);
        }
        done
    }

    pub(super) async fn check_file(&self) -> sqlx::Result<()> {
        match &self.file {
            Some(file) => file.check().await.map_err(sqlx::Error::Io),
            None => Ok(()),
        }
    }
}

impl Connections {
    pub fn new(pool: AnyPool, role: Role) -> Self {
        Self { pool, role }
    }

    /// Starts a transaction with this statement.
    pub async fn begin_with(&self, begin: &'static str) -> sqlx::Result<Transaction> {
        let connections = self.clone();
        completion::run(async move {
            let acquired = connections.acquire().await;
            let mut connection = connections.role.note(acquired)?;
            connection.begin(begin).await?;
            Ok(Transaction::new(connection))
        })
        .await
    }

    /// Waits for running statements and closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Acquires a connection after a check of the file: another file may have the same path by now,
    /// and a new connection would open that one.
    async fn acquire(&self) -> sqlx::Result<Connection> {
        self.role.check_file().await?;
        let inner = self.pool.acquire().await?;
        Ok(Connection::new(inner, self.role.clone()))
    }

    async fn run(self, statement: sqlx::Result<Statement>) -> sqlx::Result<Vec<Step>> {
        let statement = statement?;
        completion::run(async move {
            let done = async { self.acquire().await?.run_alone(statement).await }.await;
            self.role.note(done)
        })
        .await
    }
}

impl<'c> Executor<'c> for &'c Connections {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, sqlx::Result<Step>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        steps(self.clone().run(Statement::of(query)))
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, sqlx::Result<Option<AnyRow>>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        self.clone()
            .run(Statement::of(query))
            .map_ok(first_row)
            .boxed()
    }

    fn prepare_with<'e>(
        self,
        _: SqlStr,
        _: &'e [AnyTypeInfo],
    ) -> BoxFuture<'e, sqlx::Result<AnyStatement>>
    where
        'c: 'e,
    {
        prepared_elsewhere().boxed()
    }

    /// Used by sqlx's own macros at build time.
    fn describe<'e>(self, _: SqlStr) -> BoxFuture<'e, sqlx::Result<Describe<Any>>>
    where
        'c: 'e,
    {
        prepared_elsewhere().boxed()
    }
}
