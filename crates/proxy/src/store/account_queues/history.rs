mod cancel;
mod change;

use contract::{AccountId, history::HistoryState, transfer::TransferState};
use sqlx::FromRow;

use super::AccountQueues;
use crate::{
    clock,
    store::{Error, codes, outbox::state_of},
};

pub use change::HistoryChange;

/// The requested transfer of old orders, and the progress that the site reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownHistory {
    /// The state that the merchant requested.
    pub state: HistoryState,
    /// Orders placed since this time are transferred: RFC 3339.
    pub since: String,
    /// When the transfer was started: RFC 3339.
    pub started_at: String,
    /// Total number of old orders, once the site reported it.
    pub total: Option<i64>,
    /// Whether the site submitted all of them.
    pub is_complete: bool,
    run: i64,
}

/// Number of old orders by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HistoryCounts {
    /// Submitted orders.
    pub handed_over: i64,
    /// Waiting orders.
    pub waiting: i64,
    /// Orders delivered to ActiveCampaign.
    pub sent: i64,
    /// Dead letters.
    pub failed: i64,
}

#[derive(Clone, FromRow)]
struct Row {
    history_state: Option<String>,
    history_since: Option<String>,
    history_started_at: Option<String>,
    history_total: Option<i64>,
    history_complete_at: Option<String>,
    history_run: i64,
}

const SELECT: &str = "SELECT history_state, history_since, history_started_at, history_total, \
     history_complete_at, history_run FROM account_queues WHERE account = $1";

/// The start of a transfer without a given start: all orders.
const ALL: &str = "1970-01-01T00:00:00.000Z";

impl AccountQueues<'_> {
    /// The transfer of an account's old orders. `None` before the first start.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn history(&self, account: &AccountId) -> Result<Option<KnownHistory>, Error> {
        let row = sqlx::query_as::<_, Row>(SELECT)
            .bind(account.as_str())
            .fetch_optional(&self.store.readers)
            .await?;
        Ok(row.and_then(Row::into_known))
    }

    /// Number of old orders submitted since the last start, by state. Reads one index entry per
    /// order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn history_counts(
        &self,
        account: &AccountId,
        history: &KnownHistory,
    ) -> Result<HistoryCounts, Error> {
        let rows = sqlx::query_as::<_, (String, i64)>(
            "SELECT state, count(*) FROM outbox \
             WHERE account = $1 AND history_run = $2 AND history_run > 0 GROUP BY state",
        )
        .bind(account.as_str())
        .bind(history.run)
        .fetch_all(&self.store.readers)
        .await?;
        let mut counts = HistoryCounts::default();
        for (state, rows) in rows {
            counts.handed_over += rows;
            match state_of(&state) {
                Some(TransferState::Waiting) => counts.waiting = rows,
                Some(TransferState::Sent) => counts.sent = rows,
                Some(TransferState::Failed) => counts.failed = rows,
                _ => {}
            }
        }
        Ok(counts)
    }

    /// Stores the progress that the site reports, while the transfer runs.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn report_history(
        &self,
        account: &AccountId,
        total: Option<u32>,
        is_complete: bool,
    ) -> Result<(), Error> {
        sqlx::query(
            "UPDATE account_queues SET history_total = COALESCE($1, history_total), \
             history_complete_at = COALESCE($2, history_complete_at) \
             WHERE account = $3 AND history_state = 'running'",
        )
        .bind(total.map(i64::from))
        .bind(is_complete.then(clock::now))
        .bind(account.as_str())
        .execute(&self.store.writer)
        .await?;
        Ok(())
    }
}

impl Row {
    fn into_known(self) -> Option<KnownHistory> {
        Some(KnownHistory {
            state: codes::read(&self.history_state?, HistoryState::Cancelled),
            since: self.history_since.unwrap_or_else(|| ALL.to_owned()),
            started_at: self.history_started_at.unwrap_or_default(),
            total: self.history_total,
            is_complete: self.history_complete_at.is_some(),
            run: self.history_run,
        })
    }
}
