//! Erasure of one person's data from all tables.

mod log;
mod person;

use contract::{AccountId, ConnectionTest, transfer::TransferState};
use sqlx::FromRow;

pub use person::Person;

use super::{
    Dialect, Error, Store, StoredAccount,
    database::Transaction,
    outbox::{Moves, enter, state_name, state_of},
    retention::search_up_to,
    statement::Statement,
};
use person::Label;

/// Erases the data of a person.
#[derive(Debug)]
pub struct Erasures<'a> {
    pub(super) store: &'a Store,
}

#[derive(FromRow)]
struct Deleted {
    state: String,
    version: i64,
    attempted: i64,
}

#[derive(FromRow)]
struct Labels {
    external_id: String,
    number: Option<String>,
}

impl Erasures<'_> {
    /// Erases a person's data from an account and its log, in one transaction. Returns the number
    /// of changed records.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn in_account(&self, of: &StoredAccount, person: &Person) -> Result<u64, Error> {
        let account = &of.account.id;
        let mut transaction = self.store.outbox().begin(account).await?;
        let labels = labels(&mut transaction, account, person).await?;
        delete_attempts(&mut transaction, account, person).await?;
        let mut erased = delete_unsent(&mut transaction, account, person).await?;
        erased += make_anonymous(&mut transaction, account, person).await?;
        let mut customers = Statement::new("DELETE FROM customers WHERE account = ");
        customers.bind(account.as_str());
        customers.push(" AND email IN ").list(person.keys());
        let done = customers.query()?.execute(&mut *transaction).await?;
        erased += done.rows_affected();
        let mut rejections = Statement::new("DELETE FROM rejections WHERE account = ");
        rejections.bind(account.as_str());
        rejections.push(" AND customer IN ").list(person.keys());
        let done = rejections.query()?.execute(&mut *transaction).await?;
        erased += done.rows_affected();
        let mut sample = Statement::new("DELETE FROM order_samples WHERE account = ");
        sample.bind(account.as_str());
        sample.push(" AND customer IN ").list(person.keys());
        let done = sample.query()?.execute(&mut *transaction).await?;
        erased += done.rows_affected();
        erased += clear_reasons(&mut transaction, account, person).await?;
        erased += clear_last_test(&mut transaction, account, person).await?;
        erased += log::clear(&mut transaction, &of.site, person, &labels).await?;
        transaction.commit().await?;
        Ok(erased)
    }

    /// Erases a person's data from the log of a site. Returns the number of changed entries.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn in_log(&self, site: &contract::SiteId, person: &Person) -> Result<u64, Error> {
        let dialect = self.store.dialect;
        let mut transaction = self.store.writer.begin_with(dialect.begin()).await?;
        let erased = log::clear(&mut transaction, site, person, &[]).await?;
        transaction.commit().await?;
        Ok(erased)
    }

    /// Removes deleted pages from SQLite's write-ahead log, unless a reader prevents it. In the
    /// database file itself, SQLite overwrites deleted bytes (`secure_delete`).
    pub async fn settle(&self) {
        if self.store.dialect != Dialect::Sqlite {
            return;
        }
        let done = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_all(&self.store.writer)
            .await;
        if let Err(error) = done {
            tracing::warn!(%error, "checkpoint of the write-ahead log failed after an erasure");
        }
    }
}

/// The numbers and ids by which log entries name the person's orders and carts.
async fn labels(
    transaction: &mut Transaction,
    account: &AccountId,
    person: &Person,
) -> Result<Vec<Label>, Error> {
    let statement = of_person("SELECT external_id, number FROM outbox", account, person);
    let rows: Vec<Labels> = statement.query_as()?.fetch_all(&mut **transaction).await?;
    let labels = rows
        .into_iter()
        .flat_map(|row| [Some(row.external_id), row.number]);
    Ok(labels.flatten().map(Label).collect())
}

/// A statement about the person's orders and carts.
fn of_person(beginning: &str, account: &AccountId, person: &Person) -> Statement {
    let mut statement = Statement::new(beginning);
    statement.push(" WHERE account = ").bind(account.as_str());
    statement.push(" AND customer IN ").list(person.keys());
    statement
}

/// Deletes the attempts of the person's orders and carts: by their request ids, ActiveCampaign's
/// support finds the person.
async fn delete_attempts(
    transaction: &mut Transaction,
    account: &AccountId,
    person: &Person,
) -> Result<(), Error> {
    let items = "DELETE FROM attempts WHERE item IN (SELECT id FROM outbox";
    let mut statement = of_person(items, account, person);
    statement.push(")");
    statement.query()?.execute(&mut **transaction).await?;
    Ok(())
}

/// Deletes the rows that ActiveCampaign is not known to have. Where a write may have reached
/// ActiveCampaign, a later hand-over of the same order searches for the record there. A cart with
/// such a write keeps its row, because its order finds the record through it.
async fn delete_unsent(
    transaction: &mut Transaction,
    account: &AccountId,
    person: &Person,
) -> Result<u64, Error> {
    let mut statement = of_person("DELETE FROM outbox", account, person);
    statement.push(
        " AND state IN ('held', 'waiting', 'failed') AND remote_id IS NULL \
         AND (attempted = 0 OR kind = 'order') RETURNING state, version, attempted",
    );
    let rows: Vec<Deleted> = statement.query_as()?.fetch_all(&mut **transaction).await?;
    let mut moves = Moves::default();
    for row in &rows {
        moves.count(state_of(&row.state), None);
    }
    enter(transaction, account, 0, moves).await?;
    let attempted = rows.iter().filter(|row| row.attempted != 0);
    if let Some(newest) = attempted.map(|row| row.version).max() {
        search_up_to(transaction, account, newest).await?;
    }
    Ok(rows.len() as u64)
}

/// Removes the personal data of rows that ActiveCampaign has. Ids and times stay: a repeated
/// hand-over finds the record by them. Increases the revision, so that a delivery in flight does
/// not count the row.
async fn make_anonymous(
    transaction: &mut Transaction,
    account: &AccountId,
    person: &Person,
) -> Result<u64, Error> {
    let (mut moves, mut changed) = (Moves::default(), 0);
    for state in ["held", "waiting", "failed", "sent", "dropped"] {
        let becomes = match state {
            "dropped" => "dropped",
            _ => state_name(TransferState::Sent),
        };
        let mut statement = Statement::new("UPDATE outbox SET state = '");
        statement.push(becomes).push(
            "', payload = NULL, order_url = NULL, content = NULL, customer = '', \
             other_customer = NULL, \
             person = NULL, failure_code = NULL, \
             failure_reason = NULL, failed_at = NULL, expires_at = NULL, revision = revision + 1",
        );
        statement.push(" WHERE account = ").bind(account.as_str());
        statement.push(" AND customer IN ").list(person.keys());
        statement.push(" AND state = '").push(state).push("'");
        let done = statement.query()?.execute(&mut **transaction).await?;
        if state != becomes {
            moves.add(state_of(state), -count(done.rows_affected()));
            moves.add(Some(TransferState::Sent), count(done.rows_affected()));
        }
        changed += done.rows_affected();
    }
    enter(transaction, account, 0, moves).await?;
    let mut others = Statement::new("UPDATE outbox SET other_customer = NULL WHERE account = ");
    others.bind(account.as_str());
    others.push(" AND other_customer IN ").list(person.keys());
    let done = others.query()?.execute(&mut **transaction).await?;
    changed += done.rows_affected();
    // Rows that were corrected to another person, while the record in ActiveCampaign still belongs to
    // this person.
    let mut before = Statement::new("UPDATE outbox SET person = NULL WHERE account = ");
    before.bind(account.as_str());
    before
        .push(" AND person <> customer AND person IN ")
        .list(person.keys());
    let done = before.query()?.execute(&mut **transaction).await?;
    Ok(changed + done.rows_affected())
}

/// Removes the failure messages of other people's dead letters that name the person.
async fn clear_reasons(
    transaction: &mut Transaction,
    account: &AccountId,
    person: &Person,
) -> Result<u64, Error> {
    let reasons: Vec<(i64, String)> = sqlx::query_as(
        "SELECT id, failure_reason FROM outbox WHERE account = $1 AND state = 'failed' \
         AND failure_reason IS NOT NULL",
    )
    .bind(account.as_str())
    .fetch_all(&mut **transaction)
    .await?;
    let naming = reasons
        .iter()
        .filter(|(_, reason)| person.is_named_in(reason));
    let mut cleared = 0;
    for (id, _) in naming {
        sqlx::query("UPDATE outbox SET failure_reason = NULL WHERE id = $1")
            .bind(id)
            .execute(&mut **transaction)
            .await?;
        cleared += 1;
    }
    Ok(cleared)
}

/// Removes the person as the user of the last connection test.
async fn clear_last_test(
    transaction: &mut Transaction,
    account: &AccountId,
    person: &Person,
) -> Result<u64, Error> {
    let test: Option<Option<String>> =
        sqlx::query_scalar("SELECT last_test FROM accounts WHERE id = $1")
            .bind(account.as_str())
            .fetch_optional(&mut **transaction)
            .await?;
    let Some(test) = test.flatten() else {
        return Ok(0);
    };
    let without = serde_json::from_str::<ConnectionTest>(&test)
        .ok()
        .filter(|test| {
            let user = test.user.as_ref();
            user.is_some_and(|user| {
                person.is_named_in(&user.email) || person.is_named_in(&user.name)
            })
        })
        .map(|test| ConnectionTest { user: None, ..test })
        .and_then(|test| serde_json::to_string(&test).ok());
    let Some(without) = without else {
        return Ok(0);
    };
    let done = sqlx::query("UPDATE accounts SET last_test = $1 WHERE id = $2")
        .bind(without)
        .bind(account.as_str())
        .execute(&mut **transaction)
        .await?;
    Ok(done.rows_affected())
}

fn count(rows: u64) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}
