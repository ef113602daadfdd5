use contract::AccountId;
use sqlx::FromRow;

use super::{BATCH, Retention};
use crate::store::Error;

/// What belongs to an account, each with a statement that deletes a batch of it.
const BATCHES: [&str; 5] = [
    "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE account = $1 LIMIT $2)",
    "DELETE FROM customers WHERE account = $1 AND email IN \
     (SELECT email FROM customers WHERE account = $1 LIMIT $2)",
    "DELETE FROM synchronisations WHERE account = $1 AND external_id IN \
     (SELECT external_id FROM synchronisations WHERE account = $1 LIMIT $2)",
    "DELETE FROM rejections WHERE id IN (SELECT id FROM rejections WHERE account = $1 LIMIT $2)",
    "DELETE FROM order_samples WHERE account IN \
     (SELECT account FROM order_samples WHERE account = $1 LIMIT $2)",
];

/// An account that can no longer be restored.
#[derive(FromRow)]
struct Gone {
    id: String,
    /// Whether its key and its queue are still there.
    is_whole: i64,
}

impl Retention<'_> {
    /// Deletes a batch of what belonged to an account that was deleted and cannot be restored at
    /// `now` (in the format of `clock::now`), its key first, and the account itself when nothing is
    /// left. Returns how many rows went; 0 when there is no such account any more, or another proxy
    /// deletes the same rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_deleted(&self, now: &str) -> Result<u64, Error> {
        let account: Option<Gone> = sqlx::query_as(
            "SELECT id, CASE WHEN restorable_until IS NULL THEN 0 ELSE 1 END AS is_whole \
             FROM accounts WHERE deleted_at IS NOT NULL \
             AND (restorable_until IS NULL OR restorable_until <= $1) ORDER BY id LIMIT 1",
        )
        .bind(now)
        .fetch_optional(&self.store.readers)
        .await?;
        let Some(Gone { id, is_whole }) = account else {
            return Ok(0);
        };
        if is_whole != 0 {
            return self.forget_key(&id, now).await;
        }
        for batch in BATCHES {
            let done = sqlx::query(batch)
                .bind(&id)
                .bind(BATCH)
                .execute(&self.store.writer)
                .await?;
            if done.rows_affected() > 0 {
                return Ok(done.rows_affected());
            }
        }
        let done = sqlx::query(
            "DELETE FROM accounts WHERE id = $1 AND deleted_at IS NOT NULL \
             AND restorable_until IS NULL \
             AND NOT EXISTS (SELECT 1 FROM outbox WHERE account = $1)",
        )
        .bind(&id)
        .execute(&self.store.writer)
        .await?;
        Ok(done.rows_affected())
    }

    /// Deletes the key and the queue of an account, which cannot be restored any more.
    async fn forget_key(&self, id: &str, now: &str) -> Result<u64, Error> {
        let Some(account) = AccountId::parse(id) else {
            return Ok(0);
        };
        // Locks rows in the same order as the intake, which prevents deadlocks.
        let mut transaction = self.store.outbox().begin(&account).await?;
        let done = sqlx::query(
            "UPDATE accounts SET restorable_until = NULL, api_key_sealed = $1, api_key_last4 = '', \
             enabled = 0, orders = 0, abandoned_carts = 0, last_test = NULL, \
             credentials_version = credentials_version + 1 \
             WHERE id = $2 AND deleted_at IS NOT NULL AND restorable_until <= $3",
        )
        .bind(Vec::new())
        .bind(id)
        .bind(now)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() > 0 {
            sqlx::query("DELETE FROM account_queues WHERE account = $1")
                .bind(id)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        Ok(done.rows_affected())
    }
}
