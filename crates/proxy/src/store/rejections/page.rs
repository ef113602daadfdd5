use contract::{
    AccountId,
    transfer::{Rejection, RejectionReason, TransferItem, TransferState},
};
use sqlx::FromRow;

use super::Rejections;
use crate::store::{Error, codes, outbox::kind_of};

const COLUMNS: &str = "id, kind, external_id, number, reason, errors, first_at, last_at, times";

#[derive(FromRow)]
struct Row {
    id: i64,
    kind: String,
    external_id: Option<String>,
    number: Option<String>,
    reason: String,
    errors: String,
    first_at: String,
    last_at: String,
    times: i64,
}

impl Rejections<'_> {
    /// A page of an account's rejections, oldest row first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page(
        &self,
        account: &AccountId,
        after: i64,
        limit: i64,
    ) -> Result<Vec<TransferItem>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM rejections WHERE account = $1 AND id > $2 ORDER BY id LIMIT $3"
        );
        let rows = sqlx::query_as::<_, Row>(sqlx::AssertSqlSafe(sql))
            .bind(account.as_str())
            .bind(after)
            .bind(limit)
            .fetch_all(&self.store.readers)
            .await?;
        Ok(rows.into_iter().map(Row::into_item).collect())
    }

    /// All rejections of an order or cart with this number or id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_number(
        &self,
        account: &AccountId,
        number: &str,
        limit: i64,
    ) -> Result<Vec<TransferItem>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM rejections WHERE id IN (\
             SELECT id FROM rejections WHERE account = $1 AND number IS NOT NULL \
             AND lower(number) = lower($2) \
             UNION SELECT id FROM rejections WHERE account = $1 AND kind = 'order' AND item = $3 \
             UNION SELECT id FROM rejections WHERE account = $1 AND kind = 'cart' AND item = $3) \
             ORDER BY id DESC LIMIT $4"
        );
        let rows = sqlx::query_as::<_, Row>(sqlx::AssertSqlSafe(sql))
            .bind(account.as_str())
            .bind(number)
            .bind(super::RejectionKey::id(number).0)
            .bind(limit)
            .fetch_all(&self.store.readers)
            .await?;
        Ok(rows.into_iter().map(Row::into_item).collect())
    }

    /// Time of an account's oldest rejection.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn oldest_at(&self, account: &AccountId) -> Result<Option<String>, Error> {
        let oldest = sqlx::query_scalar("SELECT min(first_at) FROM rejections WHERE account = $1")
            .bind(account.as_str())
            .fetch_one(&self.store.readers)
            .await?;
        Ok(oldest)
    }
}

impl Row {
    fn into_item(self) -> TransferItem {
        let reason = codes::read(&self.reason, RejectionReason::Other);
        TransferItem {
            id: self.id.to_string(),
            kind: kind_of(&self.kind),
            external_id: self.external_id,
            number: self.number,
            state: TransferState::Rejected,
            accepted_at: self.last_at.clone(),
            since: Some(self.first_at),
            attempts: 0,
            wait: None,
            failure: None,
            rejection: Some(Rejection {
                reason,
                remedy: reason.remedy(),
                errors: serde_json::from_str(&self.errors).unwrap_or_default(),
                at: self.last_at,
                times: self.times,
            }),
            last_attempts: Vec::new(),
            order_url: None,
            contact_url: None,
        }
    }
}
