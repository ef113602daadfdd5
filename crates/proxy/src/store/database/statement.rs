use futures_util::{
    TryStreamExt,
    stream::{self, BoxStream, StreamExt},
};
use sqlx::{
    Any, AnyConnection, Either, Execute, Executor, SqlStr,
    any::{AnyArguments, AnyQueryResult, AnyRow},
};

/// The rows that a statement returns, and the number of changed rows.
pub(super) type Step = Either<AnyQueryResult, AnyRow>;

/// A statement without borrowed data, so that it can outlive its caller.
pub(super) struct Statement {
    sql: SqlStr,
    arguments: Option<AnyArguments>,
}

impl Statement {
    pub fn of<'q>(mut query: impl Execute<'q, Any>) -> sqlx::Result<Self> {
        let arguments = query.take_arguments().map_err(sqlx::Error::Encode)?;
        Ok(Self {
            arguments,
            sql: query.sql(),
        })
    }

    /// Reads the result to its end: SQLite commits there, and only then reports a failed commit.
    pub async fn run(self, connection: &mut AnyConnection) -> sqlx::Result<Vec<Step>> {
        match self.arguments {
            Some(arguments) => connection.fetch_many((self.sql, Some(arguments))),
            None => connection.fetch_many(self.sql),
        }
        .try_collect()
        .await
    }
}

/// Converts the result to that of [`Executor::fetch_many`].
pub(super) fn steps<'e>(
    answer: impl Future<Output = sqlx::Result<Vec<Step>>> + Send + 'e,
) -> BoxStream<'e, sqlx::Result<Step>> {
    stream::once(answer)
        .map_ok(|steps| stream::iter(steps.into_iter().map(Ok)))
        .try_flatten()
        .boxed()
}

/// Converts the result to that of [`Executor::fetch_optional`].
pub(super) fn first_row(steps: Vec<Step>) -> Option<AnyRow> {
    steps.into_iter().find_map(Either::right)
}

/// The result of [`Executor::prepare_with`]: unsupported, because statements are prepared when they
/// first run.
pub(super) async fn prepared_elsewhere<T>() -> sqlx::Result<T> {
    let refused = "statements are prepared when they first run";
    Err(sqlx::Error::AnyDriverError(refused.into()))
}
