use contract::AccountId;

use super::{AccountQueues, Remembered};
use crate::store::{Error, FencedStore, fencing::fenced_queue};

impl AccountQueues<'_> {
    /// The stored ActiveCampaign ids of an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remembered(&self, account: &AccountId) -> Result<Remembered, Error> {
        let row = sqlx::query_as::<_, (Option<String>, Option<String>)>(
            "SELECT connection_id, tag_id FROM account_queues WHERE account = $1",
        )
        .bind(account.as_str())
        .fetch_optional(&self.store.readers)
        .await?;
        let (connection_id, tag_id) = row.unwrap_or_default();
        Ok(Remembered {
            connection_id,
            tag_id,
        })
    }
}

impl FencedStore<'_> {
    /// Stores the connection id, or clears it with `None`. Clearing also invalidates the customer
    /// ids, because each is stored with its connection id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_connection(&self, connection_id: Option<&str>) -> Result<(), Error> {
        let set = fenced_queue!("UPDATE account_queues SET connection_id = $3 WHERE account = $1");
        self.execute(self.query(set).bind(connection_id))
            .await
            .map(drop)
    }

    /// Stores the id of the tag for new contacts, or clears it with `None`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_tag(&self, tag_id: Option<&str>) -> Result<(), Error> {
        let set = fenced_queue!("UPDATE account_queues SET tag_id = $3 WHERE account = $1");
        self.execute(self.query(set).bind(tag_id)).await.map(drop)
    }
}
