use contract::{AccountId, history::HistoryState, log::LogCode};

use super::{ALL, KnownHistory, Row, SELECT};
use crate::{
    clock,
    store::{AccountQueues, Error, NewEntry, StoredAccount, codes, database::Transaction, log},
};

/// A requested change of the transfer of old orders.
#[derive(Clone, Debug)]
pub struct HistoryChange {
    /// The requested state.
    pub state: HistoryState,
    /// Orders placed since this time are transferred: RFC 3339. `None`: unchanged.
    pub since: Option<String>,
}

impl AccountQueues<'_> {
    /// Starts, pauses, resumes or cancels the transfer of old orders. A state that is already set
    /// is a no-op. `audit` creates the log entry.
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
        // Also when it is cancelled already: the earlier request may have been interrupted.
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
}

/// The log code of a change; `None` when nothing changes.
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
    match before.filter(|before| before.state != HistoryState::Cancelled) {
        None => start(transaction, account, change).await,
        Some(before) => update(transaction, account, before, change).await,
    }
}

async fn start(
    transaction: &mut Transaction,
    account: &AccountId,
    change: &HistoryChange,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE account_queues SET history_state = $1, history_since = $2, \
         history_started_at = $3, history_total = NULL, history_complete_at = NULL, \
         history_run = history_run + 1 WHERE account = $4",
    )
    .bind(codes::name(&change.state))
    .bind(change.since.as_deref().unwrap_or(ALL))
    .bind(clock::now())
    .bind(account.as_str())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

async fn update(
    transaction: &mut Transaction,
    account: &AccountId,
    before: &KnownHistory,
    change: &HistoryChange,
) -> Result<(), Error> {
    // The reported progress is that of the earlier start.
    let is_other = change.since.as_ref().is_some_and(|it| *it != before.since);
    sqlx::query(
        "UPDATE account_queues SET history_state = $1, \
         history_since = COALESCE($2, history_since), \
         history_total = CASE WHEN $3 = 1 THEN NULL ELSE history_total END, \
         history_complete_at = CASE WHEN $3 = 1 THEN NULL ELSE history_complete_at END \
         WHERE account = $4",
    )
    .bind(codes::name(&change.state))
    .bind(change.since.as_deref())
    .bind(i64::from(is_other))
    .bind(account.as_str())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}
