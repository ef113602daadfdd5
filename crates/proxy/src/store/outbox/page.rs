use contract::{
    AccountId,
    transfer::{TransferFailure, TransferItem, TransferState},
};
use sqlx::FromRow;

use super::{BEHIND_ALL, Outbox, kind_of, state_name, state_of};
use crate::store::{Error, attempts, codes, statement::Statement};

/// A page of the items in one state.
#[derive(Clone, Copy, Debug)]
pub struct PageOf {
    /// The state.
    pub state: TransferState,
    /// The last id of the previous page; 0 for the first page.
    pub after: i64,
    /// Maximum number of rows.
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
    sent_at: Option<String>,
    accepted_at: String,
    attempts: i64,
    order_url: Option<String>,
}

/// An order or cart with what the response about it is derived from.
#[derive(Debug)]
pub struct Found {
    /// The item with its state.
    pub item: TransferItem,
    /// ActiveCampaign's id of the contact, if known.
    pub contact_id: Option<String>,
    /// Time of the next attempt, in milliseconds since 1970.
    pub next_attempt_at: Option<i64>,
    /// Whether it stands among the old orders.
    pub is_old: bool,
}

#[derive(FromRow)]
struct FoundRow {
    state: String,
    contact_id: Option<String>,
    next_attempt_at: Option<i64>,
    position: i64,
    #[sqlx(flatten)]
    row: Row,
}

/// The columns of an item in a response; its attempts are read apart.
const SELECT: &str = "SELECT o.id, o.kind, o.external_id, o.number, o.state, o.failure_code, \
     o.failure_reason, o.failed_at, o.sent_at, o.accepted_at, o.attempts, o.order_url, \
     o.next_attempt_at, o.position, c.contact_id \
     FROM outbox o LEFT JOIN customers c ON c.account = o.account AND c.email = o.customer WHERE ";

impl Outbox<'_> {
    /// A page of an account's items, oldest row first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page(&self, account: &AccountId, of: PageOf) -> Result<Vec<Found>, Error> {
        // The state is a literal, so that the database uses the index of this state.
        let mut statement = Statement::new(SELECT);
        statement.push("o.account = ").bind(account.as_str());
        statement
            .push(" AND o.state = '")
            .push(state_name(of.state));
        statement.push("' AND o.id > ").bind(of.after);
        statement.push(" ORDER BY o.id LIMIT ").bind(of.limit);
        self.found(statement).await
    }

    /// All orders and carts with this number or id, newest row first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_number(
        &self,
        account: &AccountId,
        number: &str,
        limit: i64,
    ) -> Result<Vec<Found>, Error> {
        let account = account.as_str();
        let mut statement = Statement::new(SELECT);
        statement.push("o.id IN (SELECT id FROM outbox WHERE account = ");
        statement.bind(account);
        statement.push(" AND number IS NOT NULL AND lower(number) = lower(");
        statement.bind(number).push(")");
        for kind in ["order", "cart"] {
            statement.push(" UNION SELECT id FROM outbox WHERE account = ");
            statement.bind(account).push(" AND kind = '").push(kind);
            statement.push("' AND external_id = ").bind(number);
        }
        statement.push(") ORDER BY o.id DESC LIMIT ").bind(limit);
        self.found(statement).await
    }

    /// The items that a statement selects, with their attempts.
    async fn found(&self, statement: Statement) -> Result<Vec<Found>, Error> {
        let rows: Vec<FoundRow> = statement.query_as()?.fetch_all(&self.store.readers).await?;
        let mut found: Vec<Found> = rows.into_iter().map(Found::from).collect();
        let items = found.iter_mut().map(|found| &mut found.item);
        attempts::attach(self.store, items.collect()).await?;
        Ok(found)
    }

    /// Time of an account's oldest dead letter.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn oldest_failed_at(&self, account: &AccountId) -> Result<Option<String>, Error> {
        let oldest = sqlx::query_scalar(
            "SELECT failed_at FROM outbox WHERE account = $1 AND state = 'failed' \
             ORDER BY failed_at LIMIT 1",
        )
        .bind(account.as_str())
        .fetch_optional(&self.store.readers)
        .await?;
        Ok(oldest.flatten())
    }

    /// Intake time of an account's oldest waiting item.
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

impl From<FoundRow> for Found {
    fn from(found: FoundRow) -> Self {
        let state = state_of(&found.state).unwrap_or(TransferState::Withdrawn);
        Self {
            item: found.row.into_item(state),
            contact_id: found.contact_id,
            next_attempt_at: found.next_attempt_at,
            is_old: found.position >= BEHIND_ALL,
        }
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
                at: self.failed_at.clone().unwrap_or_default(),
            }
        });
        let since = match state {
            TransferState::Sent => self.sent_at,
            TransferState::Failed => self.failed_at.clone(),
            _ => Some(self.accepted_at.clone()),
        };
        TransferItem {
            id: self.id.to_string(),
            kind: kind_of(&self.kind),
            external_id: Some(self.external_id),
            number: self.number,
            state,
            accepted_at: self.accepted_at,
            since,
            attempts: self.attempts,
            wait: None,
            failure,
            rejection: None,
            last_attempts: Vec::new(),
            order_url: self.order_url,
            contact_url: None,
        }
    }
}
