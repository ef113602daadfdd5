use contract::{AccountId, history::HistoryState, log::LogCode, transfer::TransferState};
use sqlx::FromRow;

use super::AccountQueues;
use crate::{
    clock,
    store::{
        BEHIND_ALL, Error, NewEntry, StoredAccount, codes,
        database::Transaction,
        log,
        outbox::{Moves, enter, state_of},
    },
};

/// How many old orders are dropped in one transaction: the intake waits for it.
const DROPPED_AT_ONCE: i64 = 2_000;

/// What is wanted of the old orders, and what the site said of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownHistory {
    /// What the merchant wants.
    pub state: HistoryState,
    /// From when on: RFC 3339.
    pub since: String,
    /// When it was started: RFC 3339.
    pub started_at: String,
    /// How many there are in all.
    pub total: Option<i64>,
    /// Whether all of them were handed over.
    pub is_complete: bool,
    run: i64,
}

/// How many old orders are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HistoryCounts {
    /// In all.
    pub handed_over: i64,
    /// They wait.
    pub waiting: i64,
    /// ActiveCampaign has them.
    pub sent: i64,
    /// They were set aside.
    pub failed: i64,
}

/// What is to become of the old orders.
#[derive(Clone, Debug)]
pub struct HistoryChange {
    /// What the merchant wants.
    pub state: HistoryState,
    /// From when on: RFC 3339; as it was when there is none.
    pub since: Option<String>,
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

/// From when on old orders are wanted when nobody said.
const ALL: &str = "1970-01-01T00:00:00.000Z";

impl AccountQueues<'_> {
    /// What is wanted of an account's old orders. `None` before the first start.
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

    /// How many of the old orders that were handed over since the last start are where: an entry
    /// of an index each.
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

    /// Starts, pauses, resumes or cancels the old orders. What is so already stays. `audit` makes
    /// the row of the log.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_history(
        &self,
        about: &StoredAccount,
        change: HistoryChange,
        audit: impl Fn(LogCode) -> NewEntry,
    ) -> Result<(), Error> {
        let account = &about.account.id;
        let mut transaction = self.store.outbox().begin(account).await?;
        let before = sqlx::query_as::<_, Row>(SELECT)
            .bind(account.as_str())
            .fetch_optional(&mut *transaction)
            .await?
            .and_then(Row::into_known);
        let code = code(before.as_ref(), &change);
        if code.is_some() {
            write(&mut transaction, account, before.as_ref(), &change).await?;
        }
        if let Some(code) = code.filter(|code| *code != LogCode::HistoryCancelled) {
            log::insert(&mut *transaction, about, audit(code)).await?;
        }
        transaction.commit().await?;
        if change.state != HistoryState::Cancelled {
            return Ok(());
        }
        // Also when it is cancelled already: whoever did it may not have come to an end.
        let mut dropped = 0;
        while let rows @ 1.. = self.drop_old(account).await? {
            dropped += rows;
        }
        self.move_up(account).await?;
        if code.is_some() || dropped > 0 {
            let entry = audit(LogCode::HistoryCancelled).with("dropped", dropped);
            self.store.log().write(about, entry).await?;
        }
        Ok(())
    }

    /// Notes what the site says of its old orders, while they are wanted.
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

    /// Drops some of the old orders that wait and of which ActiveCampaign has nothing.
    async fn drop_old(&self, account: &AccountId) -> Result<i64, Error> {
        let mut transaction = self.store.outbox().begin(account).await?;
        let done = sqlx::query(
            "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE account = $1 \
             AND state = 'waiting' AND position >= $2 AND remote_id IS NULL AND attempted = 0 \
             ORDER BY position, id LIMIT $3)",
        )
        .bind(account.as_str())
        .bind(BEHIND_ALL)
        .bind(DROPPED_AT_ONCE)
        .execute(&mut *transaction)
        .await?;
        let rows = i64::try_from(done.rows_affected()).unwrap_or(i64::MAX);
        let mut moves = Moves::default();
        moves.add(Some(TransferState::Waiting), -rows);
        enter(&mut transaction, account, 0, moves).await?;
        transaction.commit().await?;
        Ok(rows)
    }

    /// What ActiveCampaign has, or may have, is brought to its end with what is new.
    async fn move_up(&self, account: &AccountId) -> Result<(), Error> {
        let mut transaction = self.store.outbox().begin(account).await?;
        let Some(place) = enter(&mut transaction, account, 1, Moves::default()).await? else {
            return Ok(());
        };
        sqlx::query(
            "UPDATE outbox SET position = $1 \
             WHERE account = $2 AND state = 'waiting' AND position >= $3",
        )
        .bind(place)
        .bind(account.as_str())
        .bind(BEHIND_ALL)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// What the log says of a change; nothing when it is none.
fn code(before: Option<&KnownHistory>, change: &HistoryChange) -> Option<LogCode> {
    let state = before.map(|before| before.state);
    let since = change.since.as_ref();
    let has_other_since = since.is_some_and(|since| before.is_none_or(|it| it.since != *since));
    if state == Some(change.state) && !has_other_since {
        return None;
    }
    match change.state {
        HistoryState::Cancelled if state.is_none() => None,
        HistoryState::Cancelled => Some(LogCode::HistoryCancelled),
        HistoryState::Paused => Some(LogCode::HistoryPaused),
        HistoryState::Running if state == Some(HistoryState::Paused) => {
            Some(LogCode::HistoryResumed)
        }
        HistoryState::Running => Some(LogCode::HistoryStarted),
    }
}

async fn write(
    transaction: &mut Transaction,
    account: &AccountId,
    before: Option<&KnownHistory>,
    change: &HistoryChange,
) -> Result<(), Error> {
    let state = codes::name(&change.state);
    let before = before.filter(|before| before.state != HistoryState::Cancelled);
    let Some(before) = before else {
        let since = change.since.as_deref().unwrap_or(ALL);
        sqlx::query(
            "UPDATE account_queues SET history_state = $1, history_since = $2, \
             history_started_at = $3, history_total = NULL, history_complete_at = NULL, \
             history_run = history_run + 1 WHERE account = $4",
        )
        .bind(state)
        .bind(since)
        .bind(clock::now())
        .bind(account.as_str())
        .execute(&mut **transaction)
        .await?;
        return Ok(());
    };
    // From another day on there are others: what the site said is of those of before.
    let is_other = change.since.as_ref().is_some_and(|it| *it != before.since);
    sqlx::query(
        "UPDATE account_queues SET history_state = $1, \
         history_since = COALESCE($2, history_since), \
         history_total = CASE WHEN $3 = 1 THEN NULL ELSE history_total END, \
         history_complete_at = CASE WHEN $3 = 1 THEN NULL ELSE history_complete_at END \
         WHERE account = $4",
    )
    .bind(state)
    .bind(change.since.as_deref())
    .bind(i64::from(is_other))
    .bind(account.as_str())
    .execute(&mut **transaction)
    .await?;
    Ok(())
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
