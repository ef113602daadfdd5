use contract::AccountId;

use super::{AccountQueues, Remembered};
use crate::store::{Error, database::Transaction};

impl AccountQueues<'_> {
    /// What is remembered of an account's ActiveCampaign.
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

    /// Remembers the site's connection, or forgets it with `None`. The customers of one that is
    /// forgotten are so too: each is noted with its connection.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_connection(
        &self,
        account: &AccountId,
        connection_id: Option<&str>,
    ) -> Result<(), Error> {
        sqlx::query("UPDATE account_queues SET connection_id = $1 WHERE account = $2")
            .bind(connection_id)
            .bind(account.as_str())
            .execute(&self.store.writer)
            .await?;
        Ok(())
    }

    /// Remembers the tag of new contacts, or forgets it with `None`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_tag(&self, account: &AccountId, tag_id: Option<&str>) -> Result<(), Error> {
        sqlx::query("UPDATE account_queues SET tag_id = $1 WHERE account = $2")
            .bind(tag_id)
            .bind(account.as_str())
            .execute(&self.store.writer)
            .await?;
        Ok(())
    }
}

/// Forgets everything that was remembered of another ActiveCampaign account.
pub(super) async fn forget_all(
    transaction: &mut Transaction,
    account: &AccountId,
) -> Result<(), Error> {
    for statement in [
        "UPDATE account_queues SET connection_id = NULL, tag_id = NULL WHERE account = $1",
        "DELETE FROM customers WHERE account = $1",
        "UPDATE outbox SET remote_id = NULL, attempted = 0, announced = 0, person = NULL, \
         consumed_by = NULL, checkout_id = NULL WHERE account = $1",
    ] {
        sqlx::query(statement)
            .bind(account.as_str())
            .execute(&mut **transaction)
            .await?;
    }
    Ok(())
}
