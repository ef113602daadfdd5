use contract::{
    AccountId,
    transfer::{FailureCode, TransferState},
};

use super::{BEHIND_ALL, Moves, Outbox, Work, enter};
use crate::{
    clock,
    store::{Error, FencedStore, codes, statement::Statement},
};

/// Something that ActiveCampaign refused.
#[derive(Debug)]
pub struct DeadLetter<'a> {
    /// What was refused.
    pub work: &'a Work,
    /// Which kind of refusal it is.
    pub code: FailureCode,
    /// In ActiveCampaign's words.
    pub reason: &'a str,
    /// Whether ActiveCampaign may have done it all the same.
    pub unclear: bool,
}

impl FencedStore<'_> {
    /// Sets something aside, unless a newer version came meanwhile. Returns whether it did.
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

impl Outbox<'_> {
    /// Lets what was set aside wait again, all of it or some. Returns how many. What is not kept
    /// any more stays where it is: its failure is `expired`.
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
        statement.bind(place);
        statement
            .push(" + CASE WHEN history = 1 THEN ")
            .bind(BEHIND_ALL);
        statement.push(" ELSE 0 END, failure_code = NULL, failure_reason = NULL, failed_at = NULL");
        statement.push(", attempts = 0, failing_since = NULL, next_attempt_at = NULL");
        statement.push(", expires_at = NULL");
        statement.push(" WHERE account = ").bind(account.as_str());
        // What lost its payload at the end of its retention has nothing that could be sent.
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
