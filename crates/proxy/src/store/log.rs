mod page;

use std::collections::BTreeMap;

use contract::log::{LogCode, LogKind};
use sqlx::{Any, Executor};

pub use page::LogQuery;

use super::{Dialect, FencedStore, Store, StoredAccount, codes};
use crate::{clock, store::Error};

/// How many rows are deleted in one transaction: others write between.
const BATCH: i64 = 1000;

/// *Lista dei Log* of all sites.
#[derive(Debug)]
pub struct Log<'a> {
    pub(super) store: &'a Store,
}

/// A row to be written.
#[derive(Debug)]
pub struct NewEntry {
    /// How serious it is.
    pub kind: LogKind,
    /// What happened.
    pub code: LogCode,
    /// What the sentence names. No personal data.
    pub params: BTreeMap<String, String>,
    /// More, for the (i) button.
    pub details: Option<String>,
    /// The row of the outbox that the details are about: they are not written once its person was
    /// erased.
    pub item: Option<i64>,
}

impl NewEntry {
    /// A row without anything to name.
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

    /// With something that the sentence names.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// With details.
    #[must_use]
    pub fn details(mut self, details: String) -> Self {
        self.details = Some(details).filter(|details| !details.is_empty());
        self
    }

    /// About an order or a cart, by its row.
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
    /// Writes a row about an account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn write(&self, about: &StoredAccount, entry: NewEntry) -> Result<(), Error> {
        let sql = match self.store.dialect {
            Dialect::Sqlite => insert!(""),
            // An erasure that runs at the same moment waits for this, and then clears it.
            Dialect::Postgres => insert!(" FOR SHARE"),
        };
        insert_by(sql, &self.store.writer, about, entry).await
    }

    /// Deletes a batch of rows older than `oldest` (as `clock::now` writes times). Returns how many
    /// went; 0 when none is left.
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
    /// Writes a row about the account, of what its worker did.
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

/// Writes a row about an account, perhaps in the transaction of what it tells of.
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
