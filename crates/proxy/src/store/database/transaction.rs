use std::ops::{Deref, DerefMut};

use futures_util::{
    TryFutureExt,
    future::{BoxFuture, FutureExt},
    stream::BoxStream,
};
use sqlx::{
    Any, Describe, Execute, Executor, SqlStr,
    any::{AnyRow, AnyStatement, AnyTypeInfo},
};

use super::{
    completion,
    connection::Connection,
    statement::{Statement, Step, first_row, prepared_elsewhere, steps},
};

/// A transaction. When dropped before [`Transaction::commit`], it is rolled back; when dropped in
/// the middle of a statement, it is rolled back after the statement.
#[derive(Debug)]
pub(in crate::store) struct Transaction(Session);

/// Executes the statements of a transaction.
pub(in crate::store) struct Session {
    /// `None` while a task that runs a statement has the connection.
    connection: Option<Connection>,
}

impl Transaction {
    pub(super) fn new(connection: Connection) -> Self {
        Self(Session {
            connection: Some(connection),
        })
    }

    /// Commits the transaction. Fails, and stores nothing, when an earlier statement failed.
    pub async fn commit(mut self) -> sqlx::Result<()> {
        let mut connection = self.0.lend()?;
        completion::run(async move { connection.commit().await }).await
    }
}

impl Session {
    fn lend(&mut self) -> sqlx::Result<Connection> {
        self.connection.take().ok_or(sqlx::Error::WorkerCrashed)
    }

    async fn run(&mut self, statement: sqlx::Result<Statement>) -> sqlx::Result<Vec<Step>> {
        let statement = statement?;
        let mut connection = self.lend()?;
        let (connection, done) = completion::run(async move {
            let done = connection.run(statement).await;
            Ok((connection, done))
        })
        .await?;
        self.connection = Some(connection);
        done
    }
}

impl Deref for Transaction {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Session {
        &mut self.0
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

impl<'c> Executor<'c> for &'c mut Session {
    type Database = Any;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, sqlx::Result<Step>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        steps(self.run(Statement::of(query)))
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, sqlx::Result<Option<AnyRow>>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Any>,
    {
        self.run(Statement::of(query)).map_ok(first_row).boxed()
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
