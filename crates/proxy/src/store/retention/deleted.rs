use super::{BATCH, Retention};
use crate::store::Error;

/// What belongs to an account, each with a statement that deletes a batch of it.
const BATCHES: [&str; 4] = [
    "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE account = $1 LIMIT $2)",
    "DELETE FROM customers WHERE account = $1 AND email IN \
     (SELECT email FROM customers WHERE account = $1 LIMIT $2)",
    "DELETE FROM synchronisations WHERE account = $1 AND external_id IN \
     (SELECT external_id FROM synchronisations WHERE account = $1 LIMIT $2)",
    "DELETE FROM rejections WHERE id IN (SELECT id FROM rejections WHERE account = $1 LIMIT $2)",
];

impl Retention<'_> {
    /// Deletes a batch of what belonged to an account that was deleted, and the account itself when
    /// nothing is left. Returns how many rows went; 0 when there is no such account any more, or
    /// another proxy deletes the same rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_deleted(&self) -> Result<u64, Error> {
        let account: Option<String> = sqlx::query_scalar(
            "SELECT id FROM accounts WHERE deleted_at IS NOT NULL ORDER BY id LIMIT 1",
        )
        .fetch_optional(&self.store.readers)
        .await?;
        let Some(account) = account else {
            return Ok(0);
        };
        for batch in BATCHES {
            let done = sqlx::query(batch)
                .bind(&account)
                .bind(BATCH)
                .execute(&self.store.writer)
                .await?;
            if done.rows_affected() > 0 {
                return Ok(done.rows_affected());
            }
        }
        let done = sqlx::query(
            "DELETE FROM accounts WHERE id = $1 AND deleted_at IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM outbox WHERE account = $1)",
        )
        .bind(&account)
        .execute(&self.store.writer)
        .await?;
        Ok(done.rows_affected())
    }
}
