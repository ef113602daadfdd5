use contract::AccountId;

use super::Outbox;
use crate::store::Error;

impl Outbox<'_> {
    /// Time at which the last order of an account was sent, among the stored rows. Uses an index.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn last_order_sent_at(&self, account: &AccountId) -> Result<Option<String>, Error> {
        let newest = sqlx::query_scalar(
            "SELECT max(sent_at) FROM outbox \
             WHERE account = $1 AND kind = 'order' AND state = 'sent'",
        )
        .bind(account.as_str())
        .fetch_one(&self.store.readers)
        .await?;
        Ok(newest)
    }
}
