//! Copies a SQLite database to PostgreSQL: all tables of the schema, row by row.
//!
//! The tables and columns are read from both schemas, so that no table is forgotten: a table that
//! only one of them has is an error.

mod compare;
mod copy;
mod schema;

use std::time::Duration;

use anyhow::{Context, bail, ensure};
use sqlx::{
    Connection, PgConnection, SqliteConnection,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteLockingMode},
};

use super::open::{POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS};
use crate::config::{PostgresUrl, SqliteFile};
use schema::Table;

/// How long to wait for another process that is about to close the source.
const BUSY: Duration = Duration::from_secs(2);

/// Result of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relocated {
    /// Number of rows of each table, in the order of copying.
    pub rows: Vec<(String, u64)>,
    /// Whether the target contained all rows already, because an earlier copy was complete.
    pub was_complete: bool,
}

/// Copies a SQLite database that no process has open into an empty PostgreSQL database, in one
/// transaction, and compares both row by row before the commit. An abort leaves the target without
/// rows. The source is never changed, except by its migrations.
///
/// # Errors
/// A message for the operator.
pub async fn relocate(source: &SqliteFile, target: &PostgresUrl) -> anyhow::Result<Relocated> {
    ensure!(source.path().exists(), "there is no database {source}");
    let mut source = open_source(source)
        .await
        .with_context(|| format!("the database {source}"))?;
    let mut target = open_target(target)
        .await
        .with_context(|| format!("the database {target}"))?;
    let tables = schema::tables(&mut source, &mut target).await?;
    let mut transaction = target.begin().await?;
    schema::lock(&mut transaction, &tables).await?;
    if let Some(table) = schema::first_with_rows(&mut transaction, &tables).await? {
        let rows = compare::all(&mut source, &mut transaction, &tables).await;
        let rows = rows.with_context(|| {
            format!("the target is not empty: its table {table} has rows. Nothing was changed")
        })?;
        return Ok(Relocated {
            rows,
            was_complete: true,
        });
    }
    schema::clear_seeds(&mut transaction).await?;
    for table in &tables {
        copy::rows(&mut source, &mut transaction, table)
            .await
            .with_context(|| format!("copying {}", table.name))?;
    }
    let rows = compare::all(&mut source, &mut transaction, &tables).await?;
    for table in &tables {
        schema::advance_identity(&mut source, &mut transaction, table).await?;
    }
    transaction.commit().await?;
    target.close().await?;
    source.close().await?;
    Ok(Relocated {
        rows,
        was_complete: false,
    })
}

/// Opens the file exclusively. Fails while a proxy has it open.
async fn open_source(file: &SqliteFile) -> anyhow::Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file.path())
        .locking_mode(SqliteLockingMode::Exclusive)
        .busy_timeout(BUSY);
    let busy = "it is open in another process: stop the proxy first";
    let mut connection = SqliteConnection::connect_with(&options)
        .await
        .context(busy)?;
    sqlx::raw_sql("BEGIN EXCLUSIVE; COMMIT;")
        .execute(&mut connection)
        .await
        .context(busy)?;
    let known = schema::has_migrations(&mut connection).await?;
    ensure!(known, "it was not created by this program");
    SQLITE_MIGRATIONS.run(&mut connection).await?;
    // The proxy that uses the copy checks every account queue once.
    sqlx::raw_sql("UPDATE account_queues SET dirty = 1, leased_by = NULL; DELETE FROM proxies;")
        .execute(&mut connection)
        .await?;
    Ok(connection)
}

async fn open_target(url: &PostgresUrl) -> anyhow::Result<PgConnection> {
    let options: PgConnectOptions = url.expose().parse()?;
    let mut connection = PgConnection::connect_with(&options).await?;
    if let Some(table) = schema::foreign_table(&mut connection).await? {
        bail!("it is not empty: the table {table} does not belong to this program");
    }
    POSTGRES_MIGRATIONS.run(&mut connection).await?;
    Ok(connection)
}

/// The first table that only `these` contains.
fn only_in<'a>(these: &'a [Table], others: &'a [Table]) -> Option<&'a Table> {
    these.iter().find(|table| !others.contains(table))
}
