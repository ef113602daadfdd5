use contract::AccountId;

use super::AccountQueues;
use crate::store::Error;

impl AccountQueues<'_> {
    /// Counts items handed over while the account was disabled.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn skip(&self, account: &AccountId, items: usize) -> Result<(), Error> {
        sqlx::query("UPDATE account_queues SET skipped = skipped + $1 WHERE account = $2")
            .bind(i64::try_from(items).unwrap_or(i64::MAX))
            .bind(account.as_str())
            .execute(&self.store.writer)
            .await?;
        Ok(())
    }
}
