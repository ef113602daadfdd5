use futures_util::TryStreamExt;
use sqlx::{
    AssertSqlSafe, PgConnection, Row, SqliteConnection, postgres::PgRow, sqlite::SqliteRow,
};

use super::schema::{Column, Kind, Table};

/// Number of rows per INSERT.
const ROWS: usize = 500;

/// The value of a column in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(Option<String>),
    Integer(Option<i64>),
    Bytes(Option<Vec<u8>>),
}

/// Copies the rows of a table.
pub(super) async fn rows(
    source: &mut SqliteConnection,
    target: &mut PgConnection,
    table: &Table,
) -> anyhow::Result<()> {
    let select = table.select();
    let mut rows = sqlx::query(AssertSqlSafe(select)).fetch(source);
    let mut batch = Vec::with_capacity(ROWS);
    while let Some(row) = rows.try_next().await? {
        batch.push(of_source(&row, table)?);
        if batch.len() == ROWS {
            insert(target, table, &batch).await?;
            batch.clear();
        }
    }
    if !batch.is_empty() {
        insert(target, table, &batch).await?;
    }
    Ok(())
}

/// Binds one array per column, so that the statement has few parameters.
async fn insert(
    target: &mut PgConnection,
    table: &Table,
    batch: &[Vec<Value>],
) -> anyhow::Result<()> {
    let arrays = table.columns.iter().enumerate();
    let arrays = arrays.map(|(n, column)| format!("${}::{}", n + 1, column.kind.array()));
    let sql = format!(
        "INSERT INTO \"{}\" ({}) SELECT * FROM UNNEST({})",
        table.name,
        table.column_list(),
        arrays.collect::<Vec<_>>().join(", ")
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for (n, column) in table.columns.iter().enumerate() {
        let values = batch.iter().filter_map(|row| row.get(n)).cloned();
        query = match column.kind {
            Kind::Text => query.bind(values.filter_map(Value::text).collect::<Vec<_>>()),
            Kind::Integer => query.bind(values.filter_map(Value::integer).collect::<Vec<_>>()),
            Kind::Bytes => query.bind(values.filter_map(Value::bytes).collect::<Vec<_>>()),
        };
    }
    query.execute(target).await?;
    Ok(())
}

/// Reads a row of SQLite.
pub(super) fn of_source(row: &SqliteRow, table: &Table) -> sqlx::Result<Vec<Value>> {
    let value = |column: &Column| {
        let name = column.name.as_str();
        Ok(match column.kind {
            Kind::Text => {
                let text: Option<String> = row.try_get(name)?;
                // PostgreSQL's text type cannot store the NUL character.
                Value::Text(text.map(|text| text.replace('\0', "\u{fffd}")))
            }
            Kind::Integer => Value::Integer(row.try_get(name)?),
            Kind::Bytes => Value::Bytes(row.try_get(name)?),
        })
    };
    table.columns.iter().map(value).collect()
}

/// Reads a row of PostgreSQL.
pub(super) fn of_target(row: &PgRow, table: &Table) -> sqlx::Result<Vec<Value>> {
    let value = |column: &Column| {
        let name = column.name.as_str();
        Ok(match column.kind {
            Kind::Text => Value::Text(row.try_get(name)?),
            Kind::Integer => Value::Integer(row.try_get(name)?),
            Kind::Bytes => Value::Bytes(row.try_get(name)?),
        })
    };
    table.columns.iter().map(value).collect()
}

impl Value {
    fn text(self) -> Option<Option<String>> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn integer(self) -> Option<Option<i64>> {
        match self {
            Self::Integer(integer) => Some(integer),
            _ => None,
        }
    }

    fn bytes(self) -> Option<Option<Vec<u8>>> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}
