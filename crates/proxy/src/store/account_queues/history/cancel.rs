use contract::{AccountId, transfer::TransferState};

use crate::store::{
    AccountQueues, BEHIND_ALL, Error,
    outbox::{Moves, enter},
};

/// Number of old orders dropped in one transaction: submissions wait for it.
const DROPPED_AT_ONCE: i64 = 2_000;

impl AccountQueues<'_> {
    /// Drops some of the waiting old orders of which ActiveCampaign has no record. Returns their
    /// number.
    pub(super) async fn drop_old(&self, account: &AccountId) -> Result<i64, Error> {
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

    /// Moves the other waiting old orders among the new items: ActiveCampaign has a record of them,
    /// or may have one.
    pub(super) async fn move_up(&self, account: &AccountId) -> Result<(), Error> {
        let mut transaction = self.store.outbox().begin(account).await?;
        let Some(position) = enter(&mut transaction, account, 1, Moves::default()).await? else {
            return Ok(());
        };
        sqlx::query(
            "UPDATE outbox SET position = $1 \
             WHERE account = $2 AND state = 'waiting' AND position >= $3",
        )
        .bind(position)
        .bind(account.as_str())
        .bind(BEHIND_ALL)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}
