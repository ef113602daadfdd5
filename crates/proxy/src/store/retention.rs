//! Deletion of rows after their retention period, in small batches.

mod announce;
mod deleted;
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

/// Number of rows per transaction, so that intake and delivery write in between.
const BATCH: i64 = 200;

/// Deletes or clears rows whose retention period is over.
#[derive(Debug)]
pub struct Retention<'a> {
    pub(super) store: &'a Store,
}

/// A deleted row.
#[derive(FromRow)]
struct Gone {
    state: String,
    version: i64,
    customer: String,
}

impl Retention<'_> {
    /// Deletes a batch of sent or dropped items that were handed over before `oldest` (in the
    /// format of `clock::now`). Returns the number of deleted rows; 0 when none is left.
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
            // The item may have been handed over again since it was read.
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

    /// Deletes a batch of synchronisation ends that were received before `oldest`. Returns the
    /// number of deleted rows.
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

/// Updates everything that depends on deleted rows: the counters, the version up to which
/// ActiveCampaign is searched before a write, and people without any row left.
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

/// From now on, an unknown item of this version or an older one is searched for in ActiveCampaign
/// before it is written.
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

/// Groups rows by account, so that each transaction locks one account.
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
