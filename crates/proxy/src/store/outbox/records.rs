use contract::transfer::TransferState;

use super::{Moves, OfCart, Work, enter, state_of};
use crate::store::{Error, FencedStore, fencing::fenced};

impl FencedStore<'_> {
    /// Records that an order takes over the record of its cart. Returns `false` when another order
    /// has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_cart(&self, cart: &OfCart, order: &str) -> Result<bool, Error> {
        let claim = fenced!(
            "UPDATE outbox SET consumed_by = $3 WHERE account = $1 AND kind = 'cart' \
             AND external_id = $4 AND (consumed_by IS NULL OR consumed_by = $3)"
        );
        self.execute(self.query(claim).bind(order).bind(&cart.external_id))
            .await
    }

    /// Records that the order did not take over the record of its cart.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_cart(&self, cart: &OfCart, order: &str) -> Result<(), Error> {
        let release = fenced!(
            "UPDATE outbox SET consumed_by = NULL WHERE account = $1 AND kind = 'cart' \
             AND external_id = $3 AND consumed_by = $4"
        );
        let query = self.query(release).bind(&cart.external_id).bind(order);
        self.execute(query).await.map(drop)
    }

    /// Stores a new `externalcheckoutid` for a cart.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rename_checkout(&self, work: &Work, checkout_id: &str) -> Result<(), Error> {
        let rename = fenced!(
            "UPDATE outbox SET checkout_id = $3, remote_id = NULL WHERE account = $1 AND id = $4"
        );
        let query = self.query(rename).bind(checkout_id).bind(work.id);
        self.execute(query).await.map(drop)
    }

    /// Records that the record of an item was deleted and must be created again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn record_deleted(&self, work: &Work) -> Result<(), Error> {
        let deleted = fenced!(
            "UPDATE outbox SET remote_id = NULL, person = NULL WHERE account = $1 AND id = $3"
        );
        let query = self.query(deleted).bind(work.id);
        self.execute(query).await.map(drop)
    }

    /// Records that ActiveCampaign has no record of a withdrawn item. A newer version that arrived
    /// meanwhile keeps waiting, and gets a new record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn withdrawn(&self, work: &Work) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let before: Option<String> = sqlx::query_scalar(
            "SELECT state FROM outbox WHERE id = $1 AND revision = $2 AND state = 'waiting'",
        )
        .bind(work.id)
        .bind(work.revision)
        .fetch_optional(&mut *transaction)
        .await?;
        // A refilled cart is a new abandoned cart; a reinstated order is no new order.
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
            enter(&mut transaction, self.account(), 0, moves).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}
