use std::collections::BTreeSet;

use contract::AccountId;
use sqlx::FromRow;

use super::{BATCH, Retention};
use crate::store::{Error, database::Transaction, statement::Statement};

/// Condition that no outbox row refers to the person of a `customers` row.
const UNNAMED: &str = "NOT EXISTS (SELECT 1 FROM outbox o \
     WHERE o.account = customers.account AND o.customer = customers.email) \
     AND NOT EXISTS (SELECT 1 FROM outbox o \
     WHERE o.account = customers.account AND o.other_customer = customers.email)";

/// Position in the table of customers.
#[derive(Clone, Debug, Default)]
pub struct PersonCursor {
    account: String,
    email: String,
}

#[derive(FromRow)]
struct Row {
    account: String,
    email: String,
    is_unnamed: i64,
}

impl Retention<'_> {
    /// Checks the next batch of people, and deletes those that no row refers to. Returns the number
    /// of deleted people and the next position, or `None` after the last person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_people(
        &self,
        after: &PersonCursor,
    ) -> Result<(u64, Option<PersonCursor>), Error> {
        let mut statement = Statement::new("SELECT account, email, CASE WHEN ");
        statement.push(UNNAMED);
        statement
            .push(" THEN 1 ELSE 0 END AS is_unnamed FROM customers WHERE (account, email) > (");
        statement.bind(after.account.as_str()).push(", ");
        statement.bind(after.email.as_str());
        statement
            .push(") ORDER BY account, email LIMIT ")
            .bind(BATCH);
        let rows: Vec<Row> = statement.query_as()?.fetch_all(&self.store.readers).await?;
        let unnamed: Vec<&Row> = rows.iter().filter(|row| row.is_unnamed != 0).collect();
        let accounts: BTreeSet<&str> = unnamed.iter().map(|row| row.account.as_str()).collect();
        let mut gone = 0;
        for account in accounts.into_iter().filter_map(AccountId::parse) {
            let mut transaction = self.store.outbox().begin(&account).await?;
            let of_account = unnamed
                .iter()
                .filter(|row| row.account == account.as_str())
                .map(|row| row.email.as_str());
            gone += forget(&mut transaction, &account, of_account).await?;
            transaction.commit().await?;
        }
        let last = rows.into_iter().next_back();
        Ok((
            gone,
            last.map(|row| PersonCursor {
                account: row.account,
                email: row.email,
            }),
        ))
    }
}

/// Deletes those of these people that no row refers to. Returns their number.
pub(super) async fn forget(
    transaction: &mut Transaction,
    account: &AccountId,
    people: impl Iterator<Item = &str>,
) -> Result<u64, Error> {
    let people: BTreeSet<&str> = people.filter(|person| !person.is_empty()).collect();
    if people.is_empty() {
        return Ok(0);
    }
    let mut statement = Statement::new("DELETE FROM customers WHERE account = ");
    statement.bind(account.as_str());
    statement.push(" AND email IN ").list(people);
    statement.push(" AND ").push(UNNAMED);
    let done = statement.query()?.execute(&mut **transaction).await?;
    Ok(done.rows_affected())
}
