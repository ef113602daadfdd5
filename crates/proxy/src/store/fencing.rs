//! Fenced writes of workers. Where several proxies share the database, a proxy may be suspended,
//! lose its lease, and then continue with outdated data. Therefore each write of a worker is
//! conditional, in its own statement or transaction, on the lease under which the account queue is
//! held.
//!
//! The writes of a worker are methods of [`FencedStore`], which requires a [`FencingToken`]. The
//! row in `account_queues` is locked before any other, so that no proxy takes the queue over
//! between the check and the write, and no two transactions deadlock.

use contract::AccountId;
use sqlx::{Any, any::AnyArguments, query::Query};

use super::{Error, Store, database::Transaction};

/// The account that a worker writes for, and its lease.
#[derive(Clone, Debug)]
pub struct FencingToken {
    account: AccountId,
    /// `None` when no other proxy uses the database.
    lease: Option<String>,
}

/// Fenced writes for one account: they fail once another proxy holds the account queue.
#[derive(Debug)]
pub struct FencedStore<'a> {
    pub(super) store: &'a Store,
    pub(super) token: &'a FencingToken,
}

/// A statement of a worker, in a variant without and with a lease. `$1` is the account, `$2` the
/// lease.
#[derive(Clone, Copy, Debug)]
pub(super) struct FencedSql {
    pub alone: &'static str,
    pub leased: &'static str,
}

/// A statement that ends in a condition and changes another table than `account_queues`.
macro_rules! fenced {
    ($sql:literal) => {
        $crate::store::fencing::FencedSql {
            alone: $sql,
            leased: concat!(
                $sql,
                " AND EXISTS (SELECT 1 FROM account_queues \
                 WHERE account = $1 AND leased_by = $2 FOR SHARE)"
            ),
        }
    };
}

/// A statement that ends in a condition and changes the row in `account_queues` itself.
macro_rules! fenced_queue {
    ($sql:literal) => {
        $crate::store::fencing::FencedSql {
            alone: $sql,
            leased: concat!($sql, " AND leased_by = $2"),
        }
    };
}

pub(super) use {fenced, fenced_queue};

impl FencingToken {
    /// For a proxy that is the only user of the database.
    #[must_use]
    pub fn alone(account: &AccountId) -> Self {
        Self {
            account: account.clone(),
            lease: None,
        }
    }

    /// For a proxy that holds the account queue under this lease.
    #[must_use]
    pub fn leased(account: &AccountId, lease: &str) -> Self {
        Self {
            account: account.clone(),
            lease: Some(lease.to_owned()),
        }
    }

    /// The account.
    #[must_use]
    pub fn account(&self) -> &AccountId {
        &self.account
    }
}

impl Store {
    /// Fenced writes for the account of this token.
    #[must_use]
    pub fn fenced<'a>(&'a self, token: &'a FencingToken) -> FencedStore<'a> {
        FencedStore { store: self, token }
    }
}

impl FencedStore<'_> {
    pub(super) fn account(&self) -> &AccountId {
        self.token.account()
    }

    /// The statement with `$1` and `$2` bound.
    pub(super) fn query(&self, sql: FencedSql) -> Query<'_, Any, AnyArguments> {
        let sql = match self.token.lease {
            None => sql.alone,
            Some(_) => sql.leased,
        };
        sqlx::query(sql)
            .bind(self.token.account.as_str())
            .bind(self.token.lease.as_deref())
    }

    /// Runs a statement. Returns whether it changed a row; `false` means that the statement's own
    /// condition did not match.
    ///
    /// # Errors
    /// [`Error::LeaseLost`], or when the database fails.
    pub(super) async fn execute(&self, query: Query<'_, Any, AnyArguments>) -> Result<bool, Error> {
        let done = query.execute(&self.store.writer).await?;
        if done.rows_affected() == 0 {
            self.check().await?;
        }
        Ok(done.rows_affected() > 0)
    }

    /// Starts a transaction about the account, as [`super::Outbox::begin`] does.
    ///
    /// # Errors
    /// [`Error::LeaseLost`], or when the database fails.
    pub(super) async fn begin(&self) -> Result<Transaction, Error> {
        let account = &self.token.account;
        let Some(lease) = &self.token.lease else {
            return self.store.outbox().begin(account).await;
        };
        let dialect = self.store.dialect;
        let mut transaction = self.store.writer.begin_with(dialect.begin()).await?;
        let is_ours: Option<i64> = sqlx::query_scalar(
            "SELECT CAST(1 AS BIGINT) FROM account_queues WHERE account = $1 AND leased_by = $2 \
             FOR UPDATE",
        )
        .bind(account.as_str())
        .bind(lease)
        .fetch_optional(&mut *transaction)
        .await?;
        match is_ours {
            Some(_) => Ok(transaction),
            None => Err(Error::LeaseLost),
        }
    }

    async fn check(&self) -> Result<(), Error> {
        let Some(lease) = &self.token.lease else {
            return Ok(());
        };
        let is_ours: Option<i64> = sqlx::query_scalar(
            "SELECT CAST(1 AS BIGINT) FROM account_queues WHERE account = $1 AND leased_by = $2",
        )
        .bind(self.token.account.as_str())
        .bind(lease)
        .fetch_optional(&self.store.readers)
        .await?;
        is_ours.map(drop).ok_or(Error::LeaseLost)
    }
}
