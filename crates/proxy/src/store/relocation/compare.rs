use anyhow::ensure;
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, PgConnection, SqliteConnection};

use super::{
    copy::{of_source, of_target},
    schema::Table,
};

/// Compares all rows of all tables. Returns the number of rows of each table.
///
/// # Errors
/// When the database fails or a row differs. The message names the table, but no data.
pub(super) async fn all(
    source: &mut SqliteConnection,
    target: &mut PgConnection,
    tables: &[Table],
) -> anyhow::Result<Vec<(String, u64)>> {
    let mut rows = Vec::with_capacity(tables.len());
    for table in tables {
        rows.push((table.name.clone(), one(source, target, table).await?));
    }
    Ok(rows)
}

async fn one(
    source: &mut SqliteConnection,
    target: &mut PgConnection,
    table: &Table,
) -> anyhow::Result<u64> {
    let select = table.select();
    let mut of_one = sqlx::query(AssertSqlSafe(select.clone())).fetch(source);
    let mut of_other = sqlx::query(AssertSqlSafe(select)).fetch(target);
    let mut rows = 0;
    loop {
        let one = of_one.try_next().await?;
        let one = one.map(|row| of_source(&row, table)).transpose()?;
        let other = of_other.try_next().await?;
        let other = other.map(|row| of_target(&row, table)).transpose()?;
        ensure!(
            one == other,
            "the databases differ in table {}, row {}",
            table.name,
            rows + 1
        );
        if one.is_none() {
            return Ok(rows);
        }
        rows += 1;
    }
}
