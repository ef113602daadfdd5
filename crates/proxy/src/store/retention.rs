//! The end of what is kept: rows that the retention is over for, in small batches.

mod announce;
mod expire;
mod people;

use contract::{AccountId, transfer::TransferState};
use sqlx::FromRow;

pub use announce::{Expiring, Notice};
pub use people::PersonCursor;

use super::{
    Store,
    outbox::{Moves, enter, state_of},
    statement::Statement,
};
use crate::store::{Error, database::Transaction};

/// How many rows one transaction deletes or changes: intake and delivery write between.
const BATCH: i64 = 200;

/// Deletes what is kept no longer.
#[derive(Debug)]
pub struct Retention<'a> {
    pub(super) store: &'a Store,
}

/// A row that was deleted.
#[derive(FromRow)]
struct Gone {
    state: String,
    version: i64,
    customer: String,
}

impl Retention<'_> {
    /// Deletes a batch of what was sent or dropped and handed over before `oldest` (as
    /// `clock::now` writes times). Returns how many rows went; 0 when none is left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_done(&self, oldest: &str) -> Result<u64, Error> {
        let rows: Vec<(String, i64)> = sqlx::query_as(
            "SELECT account, id FROM outbox \
             WHERE state IN ('sent', 'dropped') AND accepted_at < $1 \
             ORDER BY accepted_at LIMIT $2",
        )
        .bind(oldest)
        .bind(BATCH)
        .fetch_all(&self.store.readers)
        .await?;
        let mut gone = 0;
        for (account, ids) in by_account(rows) {
            let mut transaction = self.store.outbox().begin(&account).await?;
            let mut statement = Statement::new("DELETE FROM outbox WHERE id IN ");
            statement.list(ids.iter().copied());
            // It may have been handed over anew since it was read.
            statement.push(" AND state IN ('sent', 'dropped') AND accepted_at < ");
            statement.bind(oldest);
            statement.push(" RETURNING state, version, customer");
            let rows: Vec<Gone> = statement.query_as()?.fetch_all(&mut *transaction).await?;
            forget(&mut transaction, &account, &rows).await?;
            transaction.commit().await?;
            gone += rows.len() as u64;
        }
        Ok(gone)
    }

    /// Deletes a batch of ends of synchronisation that were received before `oldest`. Returns how
    /// many went.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_synchronisations(&self, oldest: &str) -> Result<u64, Error> {
        let done = sqlx::query(
            "DELETE FROM synchronisations WHERE (account, external_id) IN \
             (SELECT account, external_id FROM synchronisations WHERE received_at < $1 \
             ORDER BY received_at LIMIT $2)",
        )
        .bind(oldest)
        .bind(BATCH)
        .execute(&self.store.writer)
        .await?;
        Ok(done.rows_affected())
    }
}

/// What follows from the deletion of rows that ActiveCampaign may hold: counters, the version below
/// which it is searched before a write, and people whom no row names any more.
async fn forget(
    transaction: &mut Transaction,
    account: &AccountId,
    rows: &[Gone],
) -> Result<(), Error> {
    let Some(newest) = rows.iter().map(|row| row.version).max() else {
        return Ok(());
    };
    let mut moves = Moves::default();
    for row in rows {
        moves.count(state_of(&row.state), None);
    }
    enter(transaction, account, 0, moves).await?;
    search_up_to(transaction, account, newest).await?;
    let customers = rows.iter().map(|row| row.customer.as_str());
    people::forget(transaction, account, customers).await?;
    Ok(())
}

/// From now on what is handed over with this version or an older one, and is not known here, is
/// searched in ActiveCampaign before it is written.
pub(super) async fn search_up_to(
    transaction: &mut Transaction,
    account: &AccountId,
    newest: i64,
) -> Result<(), Error> {
    sqlx::query(
        "UPDATE account_queues SET forgotten_version = $1 WHERE account = $2 AND forgotten_version < $1",
    )
    .bind(newest)
    .bind(account.as_str())
    .execute(&mut **transaction)
    .await?;
    Ok(())
}

/// Rows in the accounts that they belong to, so that each transaction locks one account.
fn by_account(rows: Vec<(String, i64)>) -> Vec<(AccountId, Vec<i64>)> {
    let mut accounts: Vec<(AccountId, Vec<i64>)> = Vec::new();
    for (account, id) in rows {
        match accounts
            .iter_mut()
            .find(|(known, _)| known.as_str() == account)
        {
            Some((_, ids)) => ids.push(id),
            None => accounts.extend(AccountId::parse(&account).map(|account| (account, vec![id]))),
        }
    }
    accounts
}
