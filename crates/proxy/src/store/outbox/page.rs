use contract::{
    AccountId,
    transfer::{TransferFailure, TransferItem, TransferState},
};
use sqlx::FromRow;

use super::{Outbox, kind_of, state_name};
use crate::store::{Error, codes, statement::Statement};

/// One page of the items in one state.
#[derive(Clone, Copy, Debug)]
pub struct PageOf {
    /// Which state.
    pub state: TransferState,
    /// The last row of the page before; 0 begins.
    pub after: i64,
    /// How many rows.
    pub limit: i64,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    kind: String,
    external_id: String,
    number: Option<String>,
    failure_code: Option<String>,
    failure_reason: Option<String>,
    failed_at: Option<String>,
    accepted_at: String,
}

impl Outbox<'_> {
    /// A page of an account's items, the oldest row first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page(&self, account: &AccountId, of: PageOf) -> Result<Vec<TransferItem>, Error> {
        // The state is written out, so that the index of that state alone is used.
        const COLUMNS: &str = "SELECT id, kind, external_id, number, failure_code, \
             failure_reason, failed_at, accepted_at FROM outbox WHERE account = ";
        let mut statement = Statement::new(COLUMNS);
        statement.bind(account.as_str());
        statement.push(" AND state = '").push(state_name(of.state));
        statement.push("' AND id > ").bind(of.after);
        statement.push(" ORDER BY id LIMIT ").bind(of.limit);
        let rows: Vec<Row> = statement.query_as()?.fetch_all(&self.store.readers).await?;
        Ok(rows
            .into_iter()
            .map(|row| row.into_item(of.state))
            .collect())
    }

    /// Since when the oldest waits for its turn.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn oldest_waiting_at(&self, account: &AccountId) -> Result<Option<String>, Error> {
        let oldest = sqlx::query_scalar(
            "SELECT accepted_at FROM outbox WHERE account = $1 AND state = 'waiting' \
             ORDER BY position, id LIMIT 1",
        )
        .bind(account.as_str())
        .fetch_optional(&self.store.readers)
        .await?;
        Ok(oldest)
    }
}

impl Row {
    fn into_item(self, state: TransferState) -> TransferItem {
        let failure = self.failure_code.map(|code| {
            let code = codes::read(&code, contract::transfer::FailureCode::Unknown);
            TransferFailure {
                code,
                reason: self.failure_reason.unwrap_or_default(),
                remedy: code.remedy(),
                at: self.failed_at.unwrap_or_default(),
            }
        });
        TransferItem {
            id: self.id.to_string(),
            kind: kind_of(&self.kind),
            external_id: self.external_id,
            number: self.number,
            state,
            accepted_at: self.accepted_at,
            failure,
        }
    }
}
