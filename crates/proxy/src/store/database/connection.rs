use sqlx::{Any, SqlSafeStr, pool::PoolConnection};
use tokio::time::timeout;

use super::{
    super::failure,
    Role, completion,
    statement::{Statement, Step},
};

/// A connection of the pool that returns there only when it is known to be idle, and is closed
/// otherwise.
pub(super) struct Connection {
    inner: Option<PoolConnection<Any>>,
    state: State,
    role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing is under way.
    Idle,
    /// Inside a transaction in which every statement succeeded.
    Transaction,
    /// Inside a transaction of which a statement failed: it can only be rolled back.
    FailedTransaction,
    /// A statement is under way or failed in a way that says nothing of the connection.
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

    /// Runs a statement in the transaction that was begun.
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

    /// Commits, unless a statement failed: PostgreSQL answers a `COMMIT` then as if it was done.
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

    /// SQLite ends a transaction by itself when the disk is full; `ROLLBACK` fails then, and the
    /// connection is closed.
    async fn roll_back(&mut self) {
        match self.control("ROLLBACK").await {
            Ok(()) => self.state = State::Idle,
            Err(error) => tracing::debug!(%error, "rollback failed, the connection is closed"),
        }
    }

    async fn control(&mut self, sql: &'static str) -> sqlx::Result<()> {
        let statement = Statement::of(sql.into_sql_str())?;
        self.attempt(statement).await.map(drop)
    }

    /// Leaves the state unknown: whoever calls this knows what an answer means.
    async fn attempt(&mut self, statement: Statement) -> sqlx::Result<Vec<Step>> {
        self.state = State::Unknown;
        let inner = self.inner.as_mut().ok_or(sqlx::Error::WorkerCrashed)?;
        let work = statement.run(inner);
        match self.role.deadline {
            // A network that is cut reports nothing.
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
            // A deadline that passed may be the network's: closing politely would wait for it too.
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
    sqlx::Error::Protocol("a statement of this transaction failed before".to_owned())
}
