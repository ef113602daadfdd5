use contract::{
    AccountId,
    history::HistoryState,
    transfer::{FailureCode, TransferState},
};

use super::{BEHIND_ALL, Moves, Outbox, Work, enter};
use crate::{
    clock,
    store::{Error, FencedStore, codes, database::Transaction, statement::Statement},
};

/// A dead letter: an item that ActiveCampaign refused.
#[derive(Debug)]
pub struct DeadLetter<'a> {
    /// The refused item.
    pub work: &'a Work,
    /// The kind of refusal.
    pub code: FailureCode,
    /// ActiveCampaign's message.
    pub reason: &'a str,
    /// Whether ActiveCampaign may have processed the request despite the error.
    pub unclear: bool,
}

impl FencedStore<'_> {
    /// Makes an item a dead letter, unless a newer version arrived meanwhile. Returns whether it
    /// did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dead_letter(&self, refused: DeadLetter<'_>) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let done = sqlx::query(
            "UPDATE outbox SET state = 'failed', \
             attempted = CASE WHEN $6 = 1 THEN attempted ELSE 0 END, failure_code = $1, \
             failure_reason = $2, failed_at = $3, next_attempt_at = NULL, \
             expires_at = NULL \
             WHERE id = $4 AND revision = $5 AND state = 'waiting'",
        )
        .bind(codes::name(&refused.code))
        .bind(refused.reason)
        .bind(clock::now())
        .bind(refused.work.id)
        .bind(refused.work.revision)
        .bind(i64::from(refused.unclear))
        .execute(&mut *transaction)
        .await?;
        let moved = done.rows_affected() == 1;
        if moved {
            let mut moves = Moves::default();
            moves.count(Some(TransferState::Waiting), Some(TransferState::Failed));
            enter(&mut transaction, self.account(), 0, moves).await?;
        }
        transaction.commit().await?;
        Ok(moved)
    }
}

async fn history_is_cancelled(
    transaction: &mut Transaction,
    account: &AccountId,
) -> Result<bool, Error> {
    let state: Option<String> = sqlx::query_scalar(
        "SELECT history_state FROM account_queues WHERE account = $1 AND history_state IS NOT NULL",
    )
    .bind(account.as_str())
    .fetch_optional(&mut **transaction)
    .await?;
    Ok(state.is_some_and(|state| state == codes::name(&HistoryState::Cancelled)))
}

impl Outbox<'_> {
    /// Moves all or some dead letters back to the queue. Returns their number. A dead letter whose
    /// payload has expired stays one, with the failure code `expired`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retry(&self, account: &AccountId, ids: Option<&[i64]>) -> Result<u64, Error> {
        if ids.is_some_and(<[i64]>::is_empty) {
            return Ok(0);
        }
        let mut transaction = self.begin(account).await?;
        let Some(place) = enter(&mut transaction, account, 1, Moves::default()).await? else {
            return Ok(0);
        };
        let mut statement = Statement::new("UPDATE outbox SET state = 'waiting', position = ");
        // Old orders go behind all that is new, unless somebody ended those: this one is wanted.
        let is_cancelled = history_is_cancelled(&mut transaction, account).await?;
        statement.push("CASE WHEN history = 1 AND ");
        statement.bind(i64::from(is_cancelled)).push(" = 0 THEN ");
        statement.bind(BEHIND_ALL);
        statement.push(" + CASE WHEN happened_at > 0 THEN happened_at ELSE 0 END ELSE ");
        statement.bind(place);
        statement.push(" END, failure_code = NULL, failure_reason = NULL, failed_at = NULL");
        statement.push(", attempts = 0, failing_since = NULL, next_attempt_at = NULL");
        statement.push(", expires_at = NULL");
        statement.push(" WHERE account = ").bind(account.as_str());
        // Without a payload, which the retention removes, nothing can be sent.
        statement.push(" AND state = 'failed' AND payload IS NOT NULL");
        if let Some(ids) = ids {
            statement.push(" AND id IN ").list(ids.iter().copied());
        }
        let done = statement.query()?.execute(&mut *transaction).await?;
        let rows = i64::try_from(done.rows_affected()).unwrap_or(i64::MAX);
        let mut moves = Moves::default();
        moves.add(Some(TransferState::Failed), -rows);
        moves.add(Some(TransferState::Waiting), rows);
        enter(&mut transaction, account, 0, moves).await?;
        transaction.commit().await?;
        Ok(done.rows_affected())
    }
}
