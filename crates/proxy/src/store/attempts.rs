//! The last attempts to deliver an item whose first attempt failed. An item has ten slots: a new
//! attempt takes the slot of the oldest one, in one statement.

use std::collections::HashMap;

use contract::transfer::{Attempt, AttemptOutcome, TransferItem};
use sqlx::FromRow;

use super::{Error, FencedStore, Store, codes, fencing::FencedSql, statement::Statement};
use crate::clock;

/// An attempt that just ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttempt {
    /// How it ended.
    pub outcome: AttemptOutcome,
    /// The HTTP status, if there was a response.
    pub status: Option<u16>,
    /// ActiveCampaign's id of the request.
    pub request_id: Option<String>,
}

#[derive(FromRow)]
struct Row {
    item: i64,
    at: String,
    outcome: String,
    status: Option<i64>,
    request_id: Option<String>,
}

/// Excludes an item whose person was erased meanwhile.
macro_rules! add {
    ($fence:literal) => {
        concat!(
            "INSERT INTO attempts (item, slot, number, at, outcome, status, request_id) \
             SELECT o.id, n.number % 10, n.number, CAST($4 AS TEXT), CAST($5 AS TEXT), \
             CAST($6 AS BIGINT), CAST($7 AS TEXT) FROM outbox o, \
             (SELECT COALESCE(max(number), 0) + 1 AS number FROM attempts WHERE item = $3) n \
             WHERE o.account = $1 AND o.id = $3 AND o.customer <> ''",
            $fence,
            " ON CONFLICT (item, slot) DO UPDATE SET number = excluded.number, \
             at = excluded.at, outcome = excluded.outcome, status = excluded.status, \
             request_id = excluded.request_id"
        )
    };
}

const ADD: FencedSql = FencedSql {
    alone: add!(""),
    leased: add!(
        " AND EXISTS (SELECT 1 FROM account_queues \
         WHERE account = $1 AND leased_by = $2 FOR SHARE)"
    ),
};

impl FencedStore<'_> {
    /// Stores an attempt of an item.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn add_attempt(&self, item: i64, attempt: &NewAttempt) -> Result<(), Error> {
        let query = self.query(ADD).bind(item).bind(clock::now());
        let query = query.bind(codes::name(&attempt.outcome));
        let query = query.bind(attempt.status.map(i64::from));
        let query = query.bind(attempt.request_id.as_deref());
        self.execute(query).await.map(drop)
    }
}

/// Adds to each item its attempts, newest first.
pub(super) async fn attach(store: &Store, items: Vec<&mut TransferItem>) -> Result<(), Error> {
    if items.is_empty() {
        return Ok(());
    }
    let mut statement =
        Statement::new("SELECT item, at, outcome, status, request_id FROM attempts WHERE item IN ");
    let ids = items.iter().filter_map(|item| item.id.parse::<i64>().ok());
    statement.list(ids).push(" ORDER BY item, number DESC");
    let rows: Vec<Row> = statement.query_as()?.fetch_all(&store.readers).await?;
    let mut attempts: HashMap<String, Vec<Attempt>> = HashMap::new();
    for row in rows {
        let of_item = attempts.entry(row.item.to_string()).or_default();
        of_item.push(Attempt {
            at: row.at,
            outcome: codes::read(&row.outcome, AttemptOutcome::Unknown),
            status: row.status.and_then(|status| u16::try_from(status).ok()),
            request_id: row.request_id,
        });
    }
    for item in items {
        item.last_attempts = attempts.remove(&item.id).unwrap_or_default();
    }
    Ok(())
}
