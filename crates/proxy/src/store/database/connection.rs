use sqlx::{Any, SqlSafeStr, pool::PoolConnection};
use tokio::time::timeout;

use super::{
    super::failure,
    Role, completion,
    statement::{Statement, Step},
};

/// A pool connection that returns to the pool only when it is known to be idle, and is closed
/// otherwise.
pub(super) struct Connection {
    inner: Option<PoolConnection<Any>>,
    state: State,
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// No statement is running.
    Idle,
    /// Inside a transaction in which every statement succeeded.
    Transaction,
    /// Inside a transaction with a failed statement: only a rollback is possible.
    FailedTransaction,
    /// A statement is running, or it failed with an error that leaves the state of the connection
    /// unclear.
    Unknown,
}

impl Connection {
    pub fn new(inner: PoolConnection<Any>, role: Role) -> Self {
        Self {
            inner: Some(inner),
            state: State::Idle,
            role,
        }
    }

    /// Runs a statement in a transaction of its own.
    pub async fn run_alone(&mut self, statement: Statement) -> sqlx::Result<Vec<Step>> {
        let done = self.attempt(statement).await;
        if done.as_ref().err().is_none_or(failure::is_of_the_statement) {
            self.state = State::Idle;
        }
        self.role.check_file().await?;
        done
    }

    /// Runs a statement in the current transaction.
    pub async fn run(&mut self, statement: Statement) -> sqlx::Result<Vec<Step>> {
        if self.state != State::Transaction {
            return Err(failed_before());
        }
        let done = self.attempt(statement).await;
        match &done {
            Ok(_) => self.state = State::Transaction,
            Err(error) if failure::is_of_the_statement(error) => {
                self.state = State::FailedTransaction;
            }
            Err(_) => {}
        }
        self.role.note(done)
    }

    pub async fn begin(&mut self, begin: &'static str) -> sqlx::Result<()> {
        let begun = self.control(begin).await;
        self.role.note(begun)?;
        self.state = State::Transaction;
        Ok(())
    }

    /// Commits, unless a statement failed: PostgreSQL would then respond to `COMMIT` with success.
    pub async fn commit(&mut self) -> sqlx::Result<()> {
        if self.state != State::Transaction {
            return Err(failed_before());
        }
        let committed = self.control("COMMIT").await;
        self.role.note(committed)?;
        self.state = State::Idle;
        let stored = self.role.check_file().await;
        self.role.note(stored)
    }

    /// Rolls back. SQLite ends a transaction by itself when the disk is full; `ROLLBACK` then
    /// fails, and the connection is closed.
    async fn roll_back(&mut self) {
        match self.control("ROLLBACK").await {
            Ok(()) => self.state = State::Idle,
            Err(error) => tracing::debug!(%error, "rollback failed, closing the connection"),
        }
    }

    async fn control(&mut self, sql: &'static str) -> sqlx::Result<()> {
        let statement = Statement::of(sql.into_sql_str())?;
        self.attempt(statement).await.map(drop)
    }

    /// Runs a statement and leaves the state unknown; the caller sets it according to the result.
    async fn attempt(&mut self, statement: Statement) -> sqlx::Result<Vec<Step>> {
        self.state = State::Unknown;
        let inner = self.inner.as_mut().ok_or(sqlx::Error::WorkerCrashed)?;
        let work = statement.run(inner);
        match self.role.deadline {
            // A broken network connection returns no error.
            Some(deadline) => timeout(deadline, work)
                .await
                .unwrap_or_else(|late| Err(sqlx::Error::Io(late.into()))),
            None => work.await,
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let Some(inner) = self.inner.take() else {
            return;
        };
        match self.state {
            State::Idle => drop(inner),
            // The timeout may come from the network, and a clean close would wait for the network
            // too.
            State::Unknown => drop(inner.detach()),
            State::Transaction | State::FailedTransaction => {
                let mut connection = Self {
                    inner: Some(inner),
                    state: State::Unknown,
                    role: self.role.clone(),
                };
                completion::start(async move { connection.roll_back().await });
            }
        }
    }
}

fn failed_before() -> sqlx::Error {
    sqlx::Error::Protocol("an earlier statement of this transaction failed".to_owned())
}
