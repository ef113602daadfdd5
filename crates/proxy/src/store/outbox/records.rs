use contract::{AccountId, transfer::TransferState};

use super::{Moves, OfCart, Outbox, Work, enter, state_of};
use crate::store::Error;

impl Outbox<'_> {
    /// Notes that an order takes over the record of its cart. `false` when another order did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_cart(
        &self,
        account: &AccountId,
        cart: &OfCart,
        order: &str,
    ) -> Result<bool, Error> {
        let done = sqlx::query(
            "UPDATE outbox SET consumed_by = $1 WHERE account = $2 AND kind = 'cart' \
             AND external_id = $3 AND (consumed_by IS NULL OR consumed_by = $1)",
        )
        .bind(order)
        .bind(account.as_str())
        .bind(&cart.external_id)
        .execute(&self.store.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes that the order did not take over the record of its cart after all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_cart(
        &self,
        account: &AccountId,
        cart: &OfCart,
        order: &str,
    ) -> Result<(), Error> {
        sqlx::query(
            "UPDATE outbox SET consumed_by = NULL WHERE account = $1 AND kind = 'cart' \
             AND external_id = $2 AND consumed_by = $3",
        )
        .bind(account.as_str())
        .bind(&cart.external_id)
        .bind(order)
        .execute(&self.store.writer)
        .await?;
        Ok(())
    }

    /// Notes the `externalcheckoutid` under which a cart is sent from now on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rename_checkout(&self, work: &Work, checkout_id: &str) -> Result<(), Error> {
        sqlx::query("UPDATE outbox SET checkout_id = $1, remote_id = NULL WHERE id = $2")
            .bind(checkout_id)
            .bind(work.id)
            .execute(&self.store.writer)
            .await?;
        Ok(())
    }

    /// Notes that the record of an item was deleted, to be made anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn record_deleted(&self, work: &Work) -> Result<(), Error> {
        sqlx::query("UPDATE outbox SET remote_id = NULL, person = NULL WHERE id = $1")
            .bind(work.id)
            .execute(&self.store.writer)
            .await?;
        Ok(())
    }

    /// Notes that ActiveCampaign has nothing (any more) of what was withdrawn. A newer version
    /// that came meanwhile keeps waiting, and is made anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn withdrawn(&self, account: &AccountId, work: &Work) -> Result<(), Error> {
        let mut transaction = self.begin(account).await?;
        let before: Option<String> = sqlx::query_scalar(
            "SELECT state FROM outbox WHERE id = $1 AND revision = $2 AND state = 'waiting'",
        )
        .bind(work.id)
        .bind(work.revision)
        .fetch_optional(&mut *transaction)
        .await?;
        // A cart that is filled again is abandoned anew; an order that is reinstated is not.
        sqlx::query(
            "UPDATE outbox SET remote_id = NULL, attempted = 0, person = NULL, attempts = 0, \
             failing_since = NULL, next_attempt_at = NULL, \
             announced = CASE WHEN kind = 'cart' THEN 0 ELSE announced END, \
             payload = CASE WHEN revision = $1 AND state = 'waiting' THEN NULL ELSE payload END, \
             state = CASE WHEN revision = $1 AND state = 'waiting' THEN 'dropped' ELSE state END \
             WHERE id = $2",
        )
        .bind(work.revision)
        .bind(work.id)
        .execute(&mut *transaction)
        .await?;
        if before.as_deref().and_then(state_of) == Some(TransferState::Waiting) {
            let mut moves = Moves::default();
            moves.count(Some(TransferState::Waiting), None);
            enter(&mut transaction, account, 0, moves).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
