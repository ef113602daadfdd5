use super::Outbox;
use crate::store::Error;

impl Outbox<'_> {
    /// Intake time of the oldest waiting item of all accounts that are not deleted. Uses an index
    /// per account with waiting items.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn oldest_waiting_of_all(&self) -> Result<Option<String>, Error> {
        let oldest = sqlx::query_scalar(
            "SELECT min((SELECT accepted_at FROM outbox \
             WHERE outbox.account = q.account AND state = 'waiting' \
             ORDER BY position, id LIMIT 1)) FROM account_queues q JOIN accounts a \
             ON a.id = q.account WHERE q.waiting > 0 AND a.deleted_at IS NULL",
        )
        .fetch_one(&self.store.readers)
        .await?;
        Ok(oldest)
    }
}
