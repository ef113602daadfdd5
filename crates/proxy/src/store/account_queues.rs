mod fenced;
mod forget;
mod history;
mod remembered;
mod skipped;
mod totals;

use contract::{
    AccountId,
    history::HistoryState,
    transfer::{PauseReason, TransferCounters},
};
use sqlx::FromRow;

pub use forget::ForgetCursor;
pub use history::{HistoryChange, HistoryCounts, KnownHistory};
pub use totals::QueueTotals;

use super::{Store, codes, leases::identifiers};
use crate::{clock, store::Error};

/// Longest duration assumed for a pause without a stored duration, in milliseconds.
const LONGEST_UNKNOWN: i64 = 60 * 60 * 1000;

/// The table of account queues: one row per account with counters, pause and stored ActiveCampaign
/// ids.
#[derive(Debug)]
pub struct AccountQueues<'a> {
    pub(super) store: &'a Store,
}

/// A pause of an account queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// The reason.
    pub reason: PauseReason,
    /// End in milliseconds since 1970; `None` for a pause until something changes.
    pub until: Option<i64>,
}

/// State of an account queue, as the panel shows it.
#[derive(Clone, Copy, Debug, Default)]
pub struct QueueState {
    /// Number of items per state.
    pub counters: TransferCounters,
    /// The current pause.
    pub pause: Option<Pause>,
    /// Start of the first of the consecutive pauses, in milliseconds since 1970.
    pub paused_since: Option<i64>,
    /// What is wanted of the old orders, once anything was.
    pub history: Option<HistoryState>,
}

/// The ActiveCampaign ids that an account queue has stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remembered {
    /// The id of the site's connection.
    pub connection_id: Option<String>,
    /// The id of the tag for new contacts.
    pub tag_id: Option<String>,
}

#[derive(FromRow)]
struct Row {
    held: i64,
    waiting: i64,
    sent: i64,
    failed: i64,
    skipped: i64,
    rejected: i64,
    pause_reason: Option<String>,
    paused_until: Option<i64>,
    paused_since: Option<i64>,
    history_state: Option<String>,
}

impl AccountQueues<'_> {
    /// Creates the row of an account, unless it exists. Must run before the first intake.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ensure(&self, account: &AccountId) -> Result<(), Error> {
        if self.find(account).await?.is_some() {
            return Ok(());
        }
        let made = sqlx::query(
            "INSERT INTO account_queues (account, next_position, held, waiting, sent, failed, \
             credentials_version, dirty) SELECT id, 1, 0, 0, 0, 0, 0, 0 FROM accounts \
             WHERE id = $1 AND deleted_at IS NULL ON CONFLICT DO NOTHING",
        )
        .bind(account.as_str())
        .execute(&self.store.writer)
        .await;
        match made {
            // The account was deleted between the SELECT and the INSERT: there is no queue to
            // create.
            Err(sqlx::Error::Database(error)) if error.is_foreign_key_violation() => Ok(()),
            made => made.map(drop).map_err(Error::from),
        }
    }

    /// Counters and pause of an account; the default before the first hand-over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn state(&self, account: &AccountId) -> Result<QueueState, Error> {
        Ok(self.find(account).await?.unwrap_or_default())
    }

    /// Counters and pause of an account; `None` before the first hand-over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(&self, account: &AccountId) -> Result<Option<QueueState>, Error> {
        // A pause that ends later than its own duration from now was written while the clock was
        // ahead.
        let row = sqlx::query_as::<_, Row>(
            "SELECT held, waiting, sent, failed, skipped, pause_reason, \
             CASE WHEN paused_until > $2 + COALESCE(paused_for, $3) \
             THEN $2 + COALESCE(paused_for, $3) ELSE paused_until END AS paused_until, paused_since, history_state, \
             (SELECT count(*) FROM rejections r WHERE r.account = account_queues.account) AS rejected \
             FROM account_queues WHERE account = $1",
        )
        .bind(account.as_str())
        .bind(clock::now_milliseconds())
        .bind(LONGEST_UNKNOWN)
        .fetch_optional(&self.store.readers)
        .await?;
        Ok(row.map(QueueState::from))
    }

    /// The accounts with waiting items, according to the items themselves and not to the counters.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn with_work(&self) -> Result<Vec<AccountId>, Error> {
        let accounts: Vec<String> = sqlx::query_scalar(
            "SELECT l.account FROM account_queues l WHERE EXISTS \
             (SELECT 1 FROM outbox o WHERE o.account = l.account AND o.state = 'waiting')",
        )
        .fetch_all(&self.store.readers)
        .await?;
        Ok(identifiers(&accounts))
    }

    /// All accounts with at least one hand-over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accounts(&self) -> Result<Vec<AccountId>, Error> {
        let accounts: Vec<String> = sqlx::query_scalar("SELECT account FROM account_queues")
            .fetch_all(&self.store.readers)
            .await?;
        Ok(identifiers(&accounts))
    }

    /// Ends the pause of an account queue.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resume(&self, account: &AccountId) -> Result<(), Error> {
        sqlx::query(
            "UPDATE account_queues SET pause_reason = NULL, paused_until = NULL, paused_since = NULL \
             WHERE account = $1 AND pause_reason IS NOT NULL",
        )
        .bind(account.as_str())
        .execute(&self.store.writer)
        .await?;
        Ok(())
    }
}

impl From<Row> for QueueState {
    fn from(row: Row) -> Self {
        Self {
            counters: TransferCounters {
                waiting: row.waiting.max(0) + row.held.max(0),
                sent: row.sent.max(0),
                failed: row.failed.max(0),
                held: row.held.max(0),
                rejected: row.rejected,
                skipped: row.skipped,
            },
            pause: row.pause_reason.map(|reason| Pause {
                reason: codes::read(&reason, PauseReason::Unknown),
                until: row.paused_until,
            }),
            paused_since: row.paused_since,
            history: (row.history_state).map(|it| codes::read(&it, HistoryState::Cancelled)),
        }
    }
}
