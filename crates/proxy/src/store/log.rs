mod last_errors;
mod page;

use std::collections::BTreeMap;

use contract::log::{LogCode, LogKind};
use sqlx::{Any, Executor};

pub use page::LogQuery;

use super::{Dialect, FencedStore, Store, StoredAccount, codes};
use crate::{clock, store::Error};

/// Number of rows deleted per transaction, so that other writes run in between.
const BATCH: i64 = 1000;

/// The entries of *Lista dei Log*, of all sites.
#[derive(Debug)]
pub struct Log<'a> {
    pub(super) store: &'a Store,
}

/// A new log entry.
#[derive(Debug)]
pub struct NewEntry {
    /// The severity.
    pub kind: LogKind,
    /// The event.
    pub code: LogCode,
    /// The parameters of the entry's text. Without personal data.
    pub params: BTreeMap<String, String>,
    /// Further details, shown by the (i) button.
    pub details: Option<String>,
    /// The outbox row that the details concern. The details are left out once its person was
    /// erased.
    pub item: Option<i64>,
}

impl NewEntry {
    /// An entry without parameters.
    #[must_use]
    pub fn new(kind: LogKind, code: LogCode) -> Self {
        Self {
            kind,
            code,
            params: BTreeMap::new(),
            details: None,
            item: None,
        }
    }

    /// Adds a parameter of the text.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// Sets the details.
    #[must_use]
    pub fn details(mut self, details: String) -> Self {
        self.details = Some(details).filter(|details| !details.is_empty());
        self
    }

    /// Sets the outbox row of the order or cart that the entry concerns.
    #[must_use]
    pub fn of_item(mut self, id: i64) -> Self {
        self.item = Some(id);
        self
    }
}

macro_rules! insert {
    ($lock:literal) => {
        concat!(
            "INSERT INTO log (site, account, account_description, created_at, kind, code, params, \
             details, account_folded, params_folded) VALUES ($1, $2, $3, $4, $5, $6, $7, \
             CASE WHEN CAST($11 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM outbox \
             WHERE id = $11 AND customer <> ''",
            $lock,
            ") THEN $8 END, $9, $10)"
        )
    };
}

impl Log<'_> {
    /// Writes an entry about an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&self, about: &StoredAccount, entry: NewEntry) -> Result<(), Error> {
        let sql = match self.store.dialect {
            Dialect::Sqlite => insert!(""),
            // A concurrent erasure waits for this statement, and then clears the details.
            Dialect::Postgres => insert!(" FOR SHARE"),
        };
        insert_by(sql, &self.store.writer, about, entry).await
    }

    /// Deletes a batch of entries older than `oldest` (in the format of `clock::now`). Returns the
    /// number of deleted entries; 0 when none is left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_before(&self, oldest: &str) -> Result<u64, Error> {
        let done = sqlx::query(
            "DELETE FROM log WHERE id IN \
             (SELECT id FROM log WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        )
        .bind(oldest)
        .bind(BATCH)
        .execute(&self.store.writer)
        .await?;
        Ok(done.rows_affected())
    }
}

impl FencedStore<'_> {
    /// Writes an entry about the account, on behalf of its worker.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write_log(&self, about: &StoredAccount, entry: NewEntry) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        insert(&mut *transaction, about, entry).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Writes an entry about an account, if needed in the transaction of the logged event.
pub(super) async fn insert<'c>(
    executor: impl Executor<'c, Database = Any>,
    about: &StoredAccount,
    entry: NewEntry,
) -> Result<(), Error> {
    insert_by(insert!(""), executor, about, entry).await
}

async fn insert_by<'c>(
    sql: &'static str,
    executor: impl Executor<'c, Database = Any>,
    about: &StoredAccount,
    entry: NewEntry,
) -> Result<(), Error> {
    let params =
        serde_json::to_string(&entry.params).map_err(|error| Error::Internal(error.into()))?;
    let values: Vec<String> = entry.params.into_values().collect();
    let description = about.account.description.as_str();
    sqlx::query(sql)
        .bind(about.site.as_str())
        .bind(about.account.id.as_str())
        .bind(description)
        .bind(clock::now())
        .bind(codes::name(&entry.kind))
        .bind(codes::name(&entry.code))
        .bind(params)
        .bind(entry.details)
        .bind(description.to_lowercase())
        .bind(values.join("\n").to_lowercase())
        .bind(entry.item)
        .execute(executor)
        .await?;
    Ok(())
}
