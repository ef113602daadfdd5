use std::collections::HashMap;

use contract::{
    log::{LogCode, LogKind},
    transfer::TransferKind,
};

use super::{MOST, NewRejection, Rejections};
use crate::{
    clock,
    store::{
        Error, NewEntry, StoredAccount, codes, database::Transaction, log, outbox::kind_name,
        statement::Statement,
    },
};

impl Rejections<'_> {
    /// Stores the rejected items of a batch, and writes a log entry for each item that was not
    /// rejected before. Deletes the oldest rejections above the limit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn record(
        &self,
        about: &StoredAccount,
        kind: TransferKind,
        rejected: Vec<NewRejection>,
    ) -> Result<(), Error> {
        let rejected = each_once(rejected);
        let mut transaction = self.store.outbox().begin(&about.account.id).await?;
        let now = clock::now();
        let mut fresh = 0;
        for chunk in rejected.chunks(100) {
            let known = write(&mut transaction, about, kind, chunk, &now).await?;
            for rejection in chunk.iter().filter(|it| !known.contains(&it.key.0)) {
                fresh += 1;
                log::insert(&mut *transaction, about, entry(kind, rejection)).await?;
            }
        }
        if fresh > 0 {
            keep_newest(&mut transaction, about).await?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

/// Keeps the last rejection of each item.
fn each_once(rejected: Vec<NewRejection>) -> Vec<NewRejection> {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut once: Vec<NewRejection> = Vec::with_capacity(rejected.len());
    for rejection in rejected {
        match places.get(&rejection.key.0) {
            Some(place) => once[*place] = rejection,
            None => {
                places.insert(rejection.key.0.clone(), once.len());
                once.push(rejection);
            }
        }
    }
    once
}

/// Writes some rejections. Returns the keys of those that were stored before.
async fn write(
    transaction: &mut Transaction,
    about: &StoredAccount,
    kind: TransferKind,
    rejected: &[NewRejection],
    now: &str,
) -> Result<Vec<String>, Error> {
    let mut statement = Statement::new(
        "INSERT INTO rejections (account, kind, item, external_id, number, customer, reason, \
         errors, first_at, last_at, times) VALUES ",
    );
    for (n, rejection) in rejected.iter().enumerate() {
        let errors = serde_json::to_string(&rejection.errors)
            .map_err(|error| Error::Internal(error.into()))?;
        statement.push(if n > 0 { ", (" } else { "(" });
        statement.bind(about.account.id.as_str()).push(", ");
        statement.bind(kind_name(kind)).push(", ");
        statement.bind(rejection.key.0.as_str()).push(", ");
        statement.bind(rejection.external_id.as_deref()).push(", ");
        statement.bind(rejection.number.as_deref()).push(", ");
        let customer = rejection.customer.as_ref().map(|it| it.0.as_str());
        statement.bind(customer).push(", ");
        statement.bind(codes::name(&rejection.reason)).push(", ");
        statement.bind(errors).push(", ");
        statement.bind(now).push(", ");
        statement.bind(now).push(", 1)");
    }
    statement.push(
        " ON CONFLICT (account, kind, item) DO UPDATE SET external_id = excluded.external_id, \
         number = excluded.number, customer = excluded.customer, reason = excluded.reason, \
         errors = excluded.errors, last_at = excluded.last_at, times = rejections.times + 1 \
         RETURNING item, times",
    );
    let rows: Vec<(String, i64)> = statement.query_as()?.fetch_all(&mut **transaction).await?;
    let known = rows.into_iter().filter(|(_, times)| *times > 1);
    Ok(known.map(|(item, _)| item).collect())
}

/// Deletes all but the newest rejections of an account, and their log entries.
async fn keep_newest(transaction: &mut Transaction, about: &StoredAccount) -> Result<(), Error> {
    let statements = [
        "DELETE FROM rejections WHERE id IN (SELECT id FROM rejections WHERE account = $1 \
         ORDER BY last_at DESC, id DESC LIMIT 1000000 OFFSET $2)",
        "DELETE FROM log WHERE id IN (SELECT id FROM log WHERE account = $1 \
         AND code IN ('order_rejected', 'cart_rejected') \
         ORDER BY id DESC LIMIT 1000000 OFFSET $2)",
    ];
    for statement in statements {
        sqlx::query(statement)
            .bind(about.account.id.as_str())
            .bind(MOST)
            .execute(&mut **transaction)
            .await?;
    }
    Ok(())
}

fn entry(kind: TransferKind, rejection: &NewRejection) -> NewEntry {
    let (code, name, label) = match kind {
        TransferKind::Order => {
            let number = rejection.number.as_ref();
            let label = number.or(rejection.external_id.as_ref());
            (LogCode::OrderRejected, "number", label)
        }
        TransferKind::Cart => (LogCode::CartRejected, "id", rejection.external_id.as_ref()),
    };
    let fields = rejection.errors.iter();
    let details: Vec<String> = fields
        .map(|error| [error.pointer.as_str(), ": ", &error.code].concat())
        .collect();
    NewEntry::new(LogKind::Warning, code)
        .with(name, label.map_or("", String::as_str))
        .with("rejection", codes::name(&rejection.reason))
        .details(details.join("\n"))
}
