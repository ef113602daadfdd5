use sqlx::FromRow;

use super::AccountQueues;
use crate::store::Error;

/// How much is where, of all accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueTotals {
    /// Waits for its turn.
    pub waiting: i64,
    /// Carts that wait for a synchronisation.
    pub held: i64,
    /// Set aside.
    pub failed: i64,
    /// How many accounts stand still, by the reason's code.
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
    /// Adds up the counters of all accounts: a row an account, however much waits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn totals(&self) -> Result<QueueTotals, Error> {
        let rows = sqlx::query_as::<_, Row>(
            "SELECT pause_reason, count(*) AS account_queues, CAST(sum(waiting) AS BIGINT) AS waiting, \
             CAST(sum(held) AS BIGINT) AS held, CAST(sum(failed) AS BIGINT) AS failed \
             FROM account_queues GROUP BY pause_reason",
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
