use contract::AccountId;
use sqlx::{Any, Executor, FromRow};

use super::Outbox;
use crate::store::Error;

/// The counters of an account, with the number of rows that each should count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Counted {
    /// Counter of held items.
    pub held: i64,
    /// Counter of waiting items.
    pub waiting: i64,
    /// Counter of sent items.
    pub sent: i64,
    /// Counter of dead letters.
    pub failed: i64,
    /// Number of held rows.
    pub held_rows: i64,
    /// Number of waiting rows.
    pub waiting_rows: i64,
    /// Number of sent rows that are still stored.
    pub sent_rows: i64,
    /// Number of dead letter rows.
    pub failed_rows: i64,
}

impl Counted {
    /// Whether the counters match the rows. Sent rows may have been deleted, and stay counted.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.held == self.held_rows
            && self.waiting == self.waiting_rows
            && self.failed == self.failed_rows
            && self.sent >= self.sent_rows
    }
}

impl Outbox<'_> {
    /// Reads the counters and the row numbers of an account without a lock. `None` when the account
    /// was deleted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn counted(&self, account: &AccountId) -> Result<Option<Counted>, Error> {
        count(&self.store.readers, account).await
    }

    /// Corrects the counters of an account in an exclusive transaction. Returns the earlier values
    /// if they were wrong.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mend_counters(&self, account: &AccountId) -> Result<Option<Counted>, Error> {
        let mut transaction = self.begin(account).await?;
        let counted = count(&mut *transaction, account).await?;
        let Some(wrong) = counted.filter(|counted| !counted.is_right()) else {
            return Ok(None);
        };
        sqlx::query(
            "UPDATE account_queues SET held = $1, waiting = $2, sent = $3, failed = $4 WHERE account = $5",
        )
        .bind(wrong.held_rows)
        .bind(wrong.waiting_rows)
        .bind(wrong.sent.max(wrong.sent_rows))
        .bind(wrong.failed_rows)
        .bind(account.as_str())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(Some(wrong))
    }
}

/// A single statement, so that counters and rows are of the same moment. Each count uses an index:
/// see the migrations.
async fn count<'c>(
    executor: impl Executor<'c, Database = Any>,
    account: &AccountId,
) -> Result<Option<Counted>, Error> {
    let mut counted = sqlx::query_as::<_, Counted>(
        "SELECT l.held, l.waiting, l.sent, l.failed, \
         (SELECT count(*) FROM outbox o WHERE o.account = $1 AND o.state = 'held') AS held_rows, \
         (SELECT count(*) FROM outbox o WHERE o.account = $1 AND o.state = 'waiting') \
         AS waiting_rows, \
         (SELECT count(*) FROM outbox o WHERE o.account = $1 AND o.state = 'sent') AS sent_rows, \
         (SELECT count(*) FROM outbox o WHERE o.account = $1 AND o.state = 'failed') \
         AS failed_rows \
         FROM account_queues l WHERE l.account = $1",
    )
    .bind(account.as_str())
    .fetch_all(executor)
    .await?;
    Ok(counted.pop())
}
