use contract::{AccountId, transfer::TransferState};

use super::{Moves, Outbox, enter};
use crate::{clock, store::Error};

impl Outbox<'_> {
    /// Releases all held carts for delivery, once per synchronisation. Returns their number, or
    /// `None` when this synchronisation was processed before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release(
        &self,
        account: &AccountId,
        synchronisation: &str,
    ) -> Result<Option<u64>, Error> {
        let mut transaction = self.begin(account).await?;
        let noted = sqlx::query(
            "INSERT INTO synchronisations (account, external_id, received_at) \
             SELECT id, $1, $2 FROM accounts WHERE id = $3 AND deleted_at IS NULL ON CONFLICT DO NOTHING",
        )
        .bind(synchronisation)
        .bind(clock::now())
        .bind(account.as_str())
        .execute(&mut *transaction)
        .await?;
        if noted.rows_affected() == 0 {
            return Ok(None);
        }
        let Some(place) = enter(&mut transaction, account, 1, Moves::default()).await? else {
            return Ok(None);
        };
        let released = sqlx::query(
            "UPDATE outbox SET state = 'waiting', position = $1, expires_at = NULL \
             WHERE account = $2 AND state = 'held'",
        )
        .bind(place)
        .bind(account.as_str())
        .execute(&mut *transaction)
        .await?
        .rows_affected();
        let mut moves = Moves::default();
        let rows = i64::try_from(released).unwrap_or(i64::MAX);
        moves.add(Some(TransferState::Held), -rows);
        moves.add(Some(TransferState::Waiting), rows);
        enter(&mut transaction, account, 0, moves).await?;
        transaction.commit().await?;
        Ok(Some(released))
    }
}
