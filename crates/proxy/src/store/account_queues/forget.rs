//! What is remembered of another ActiveCampaign account is forgotten before anything is sent to this
//! one: in small batches, since an account may have a million rows.

use contract::AccountId;
use sqlx::FromRow;

use super::AccountQueues;
use crate::store::{
    Error, FencedStore,
    database::Transaction,
    fencing::{fenced, fenced_queue},
    statement::Statement,
};

/// How many rows are looked at or changed at once: others write between.
const BATCH: i64 = 500;

/// How far the rows of an account were looked through.
#[derive(Clone, Debug, Default)]
pub struct ForgetCursor {
    kind: String,
    external_id: String,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    kind: String,
    external_id: String,
    remembers: i64,
}

/// Begins to forget: what the account queue itself remembers goes at once.
pub(super) async fn begin(transaction: &mut Transaction, account: &AccountId) -> Result<(), Error> {
    sqlx::query(
        "UPDATE account_queues SET connection_id = NULL, tag_id = NULL, forgetting = 1 \
         WHERE account = $1",
    )
    .bind(account.as_str())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

impl AccountQueues<'_> {
    /// Whether there is something to forget before anything is sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_forgetting(&self, account: &AccountId) -> Result<bool, Error> {
        let forgetting: Option<i64> =
            sqlx::query_scalar("SELECT forgetting FROM account_queues WHERE account = $1")
                .bind(account.as_str())
                .fetch_optional(&self.store.readers)
                .await?;
        Ok(forgetting == Some(1))
    }
}

impl FencedStore<'_> {
    /// Forgets a batch. Returns where to go on; `None` when all is forgotten. It may begin anew at
    /// any time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_batch(&self, after: &ForgetCursor) -> Result<Option<ForgetCursor>, Error> {
        let customers = fenced!(
            "DELETE FROM customers WHERE account = $1 AND email IN \
             (SELECT email FROM customers WHERE account = $1 LIMIT $3)"
        );
        if self.execute(self.query(customers).bind(BATCH)).await? {
            return Ok(Some(after.clone()));
        }
        let rows = self.next_rows(after).await?;
        let Some(last) = rows.last() else {
            let done = fenced_queue!("UPDATE account_queues SET forgetting = 0 WHERE account = $1");
            self.execute(self.query(done)).await?;
            return Ok(None);
        };
        let next = ForgetCursor {
            kind: last.kind.clone(),
            external_id: last.external_id.clone(),
        };
        let ids: Vec<i64> = rows
            .iter()
            .filter(|row| row.remembers != 0)
            .map(|row| row.id)
            .collect();
        if !ids.is_empty() {
            self.forget_rows(&ids).await?;
        }
        Ok(Some(next))
    }

    async fn next_rows(&self, after: &ForgetCursor) -> Result<Vec<Row>, Error> {
        let rows = sqlx::query_as(
            "SELECT id, kind, external_id, CASE WHEN remote_id IS NOT NULL OR attempted <> 0 \
             OR announced <> 0 OR person IS NOT NULL OR consumed_by IS NOT NULL \
             OR checkout_id IS NOT NULL THEN 1 ELSE 0 END AS remembers FROM outbox \
             WHERE account = $1 AND (kind, external_id) > ($2, $3) \
             ORDER BY kind, external_id LIMIT $4",
        )
        .bind(self.account().as_str())
        .bind(&after.kind)
        .bind(&after.external_id)
        .bind(BATCH)
        .fetch_all(&self.store.readers)
        .await?;
        Ok(rows)
    }

    async fn forget_rows(&self, ids: &[i64]) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        let mut statement = Statement::new(
            "UPDATE outbox SET remote_id = NULL, attempted = 0, announced = 0, person = NULL, \
             consumed_by = NULL, checkout_id = NULL WHERE id IN ",
        );
        statement.list(ids.iter().copied());
        statement.query()?.execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}
