//! A connection as sqlx uses it.

use std::future::Future;

use either::Either;
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream, stream::BoxStream};
use sqlx_core::{
    Error,
    any::{
        Any, AnyArguments, AnyConnectionBackend, AnyQueryResult, AnyRow, AnyStatement, AnyTypeInfo,
    },
    connection::Connection as Connected,
    describe::Describe,
    sql_str::{SqlSafeStr, SqlStr},
    transaction::Transaction,
};

use super::{Connection, Options, Simulated, lost, statement::Sent, types::unused};

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
