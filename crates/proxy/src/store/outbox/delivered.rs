//! Writes of a worker before and after it writes to ActiveCampaign.

use contract::transfer::TransferState;

use super::{CustomerKey, Moves, Work, enter, state_name};
use crate::{
    clock,
    store::{Error, FencedStore, fencing::fenced},
};

/// A write that ActiveCampaign confirmed.
#[derive(Debug)]
pub struct Delivered<'a> {
    /// The written item.
    pub work: &'a Work,
    /// ActiveCampaign's id of the record.
    pub remote_id: &'a str,
    /// The customer of the record.
    pub person: &'a CustomerKey,
}

impl FencedStore<'_> {
    /// Records, before a write, that the write may happen. Returns `false` when this version no
    /// longer waits, and must not be written.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempt(&self, work: &Work) -> Result<bool, Error> {
        let attempt = fenced!(
            "UPDATE outbox SET attempted = $3 \
             WHERE account = $1 AND id = $4 AND revision = $3 AND state = 'waiting'"
        );
        self.execute(self.query(attempt).bind(work.revision).bind(work.id))
            .await
    }

    /// Records that the write certainly did not happen.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn not_attempted(&self, work: &Work) -> Result<(), Error> {
        let not_attempted = fenced!(
            "UPDATE outbox SET attempted = 0 WHERE account = $1 AND id = $3 AND attempted = $4"
        );
        let query = self.query(not_attempted).bind(work.id).bind(work.revision);
        self.execute(query).await.map(drop)
    }

    /// Records that ActiveCampaign has the item. A newer version that arrived meanwhile keeps
    /// waiting. A repeated call counts the item once, because the counters follow the state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delivered(&self, done: Delivered<'_>) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        // The item may be a dead letter by now.
        for from in [TransferState::Waiting, TransferState::Failed] {
            let moved = sqlx::query(
                "UPDATE outbox SET state = 'sent', payload = NULL, remote_id = $1, attempted = 0, \
                 attempts = 0, failing_since = NULL, next_attempt_at = NULL, person = $5, \
                 announced = CASE WHEN kind = 'order' THEN 1 ELSE announced END, sent_at = $6, \
                 failure_code = NULL, failure_reason = NULL, failed_at = NULL \
                 WHERE id = $2 AND revision = $3 AND state = $4",
            )
            .bind(done.remote_id)
            .bind(done.work.id)
            .bind(done.work.revision)
            .bind(state_name(from))
            .bind(&done.person.0)
            .bind(clock::now())
            .execute(&mut *transaction)
            .await?;
            if moved.rows_affected() == 1 {
                let mut moves = Moves::default();
                moves.count(Some(from), Some(TransferState::Sent));
                enter(&mut transaction, self.account(), 0, moves).await?;
                transaction.commit().await?;
                return Ok(());
            }
        }
        // For another version, or a cart that became an order, only the record is stored; for a
        // person who was erased meanwhile, no personal data.
        sqlx::query(
            "UPDATE outbox SET remote_id = $1, \
             person = CASE WHEN customer = '' THEN NULL ELSE $4 END, \
             announced = CASE WHEN kind = 'order' THEN 1 ELSE announced END, \
             attempted = CASE WHEN attempted <= $3 THEN 0 ELSE attempted END \
             WHERE id = $2 AND NOT (revision = $3 AND state = 'sent')",
        )
        .bind(done.remote_id)
        .bind(done.work.id)
        .bind(done.work.revision)
        .bind(&done.person.0)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}
