use sqlx::FromRow;

use super::AccountQueues;
use crate::store::Error;

/// Number of items per state, over all accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueTotals {
    /// Items that wait for delivery.
    pub waiting: i64,
    /// Carts that wait for a synchronisation.
    pub held: i64,
    /// Dead letters.
    pub failed: i64,
    /// Number of paused accounts per code of the reason.
    pub paused: Vec<(String, i64)>,
}

#[derive(FromRow)]
struct Row {
    pause_reason: Option<String>,
    account_queues: i64,
    waiting: i64,
    held: i64,
    failed: i64,
}

impl AccountQueues<'_> {
    /// Adds up the counters of all accounts that are not deleted. Reads one row per account, however
    /// many items wait.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn totals(&self) -> Result<QueueTotals, Error> {
        let rows = sqlx::query_as::<_, Row>(
            "SELECT pause_reason, count(*) AS account_queues, CAST(sum(waiting) AS BIGINT) AS waiting, \
             CAST(sum(held) AS BIGINT) AS held, CAST(sum(failed) AS BIGINT) AS failed \
             FROM account_queues JOIN accounts ON accounts.id = account_queues.account \
             WHERE accounts.deleted_at IS NULL GROUP BY pause_reason",
        )
        .fetch_all(&self.store.readers)
        .await?;
        let mut totals = QueueTotals::default();
        for row in rows {
            totals.waiting += row.waiting;
            totals.held += row.held;
            totals.failed += row.failed;
            totals
                .paused
                .extend(row.pause_reason.map(|reason| (reason, row.account_queues)));
        }
        Ok(totals)
    }
}
