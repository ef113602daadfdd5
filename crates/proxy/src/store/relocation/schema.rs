use anyhow::{Context, bail};
use sqlx::{AssertSqlSafe, PgConnection, Row, SqliteConnection};

use super::only_in;

/// Tables into which the migrations insert rows.
const SEEDED: [&str; 1] = ["readiness"];
/// The table of applied migrations, which each database has of its own.
const MIGRATIONS: &str = "_sqlx_migrations";

/// A table of both databases.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub name: String,
    pub columns: Vec<Column>,
}

/// Tables are equal when they have the same name and the same columns, in any order.
impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        let names = |table: &Self| {
            let mut names: Vec<String> = table.columns.iter().map(|it| it.name.clone()).collect();
            names.sort_unstable();
            names
        };
        self.name == other.name && names(self) == names(other)
    }
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub name: String,
    pub kind: Kind,
    /// Position in the primary key, from 1 on; 0 for other columns.
    pub key: i64,
    pub is_identity: bool,
}

/// The type of a column. Neither schema uses other types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Integer,
    Bytes,
}

impl Kind {
    /// Name of the array type in PostgreSQL.
    pub const fn array(self) -> &'static str {
        match self {
            Self::Text => "text[]",
            Self::Integer => "bigint[]",
            Self::Bytes => "bytea[]",
        }
    }

    fn of(name: &str) -> anyhow::Result<Self> {
        match name.to_ascii_lowercase().as_str() {
            "text" => Ok(Self::Text),
            "integer" | "bigint" => Ok(Self::Integer),
            "blob" | "bytea" => Ok(Self::Bytes),
            other => bail!("columns of type {other} cannot be copied"),
        }
    }
}

impl Table {
    /// All column names, for SQL.
    pub fn column_list(&self) -> String {
        let names = self.columns.iter().map(|it| format!("\"{}\"", it.name));
        names.collect::<Vec<_>>().join(", ")
    }

    /// Selects all rows in the same order in both databases: both compare texts byte by byte.
    pub fn select(&self) -> String {
        let mut key: Vec<&Column> = self.columns.iter().filter(|it| it.key > 0).collect();
        key.sort_by_key(|column| column.key);
        let key = key.iter().map(|column| format!("\"{}\"", column.name));
        format!(
            "SELECT {} FROM \"{}\" ORDER BY {}",
            self.column_list(),
            self.name,
            key.collect::<Vec<_>>().join(", ")
        )
    }
}

/// Whether the file was created by this program.
pub(super) async fn has_migrations(source: &mut SqliteConnection) -> anyhow::Result<bool> {
    let count: i64 = sqlx::query_scalar("SELECT count(*) FROM sqlite_master WHERE name = $1")
        .bind(MIGRATIONS)
        .fetch_one(source)
        .await?;
    Ok(count > 0)
}

/// A table in a target that this program never migrated.
pub(super) async fn foreign_table(target: &mut PgConnection) -> anyhow::Result<Option<String>> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT table_name::text FROM information_schema.tables \
         WHERE table_schema = current_schema() ORDER BY table_name",
    )
    .fetch_all(target)
    .await?;
    let is_ours = tables.iter().any(|table| table == MIGRATIONS);
    Ok(tables.into_iter().next().filter(|_| !is_ours))
}

/// The tables of both databases, ordered so that referenced tables come first.
pub(super) async fn tables(
    source: &mut SqliteConnection,
    target: &mut PgConnection,
) -> anyhow::Result<Vec<Table>> {
    let of_source = source_tables(source).await?;
    let of_target = target_tables(target).await?;
    if let Some(table) = only_in(&of_source, &of_target).or(only_in(&of_target, &of_source)) {
        bail!(
            "the schema of table {} differs between the databases",
            table.name
        );
    }
    let references: Vec<(String, String)> = sqlx::query_as(
        "SELECT c.relname::text, p.relname::text FROM pg_constraint k \
         JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid \
         WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace \
         AND c.oid <> p.oid",
    )
    .fetch_all(target)
    .await?;
    in_order(of_target, &references)
}

/// Orders the tables so that referenced tables come first.
fn in_order(mut rest: Vec<Table>, references: &[(String, String)]) -> anyhow::Result<Vec<Table>> {
    let mut ordered = Vec::with_capacity(rest.len());
    while !rest.is_empty() {
        let next = rest.iter().position(|table| {
            let mut parents = references
                .iter()
                .filter(|(child, _)| *child == table.name)
                .map(|(_, parent)| parent);
            parents.all(|parent| ordered.iter().any(|it: &Table| it.name == *parent))
        });
        let next = next.context("circular foreign keys")?;
        ordered.push(rest.remove(next));
    }
    Ok(ordered)
}

async fn source_tables(source: &mut SqliteConnection) -> anyhow::Result<Vec<Table>> {
    let rows = sqlx::query(
        "SELECT t.name, c.name, c.type, c.pk FROM sqlite_master t, pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND t.name <> $1 \
         ORDER BY t.name, c.cid",
    )
    .bind(MIGRATIONS)
    .fetch_all(source)
    .await?;
    let columns = rows.iter().map(|row| {
        let column = Column {
            name: row.try_get(1)?,
            kind: Kind::of(row.try_get(2)?)?,
            key: row.try_get(3)?,
            is_identity: false,
        };
        Ok((row.try_get(0)?, column))
    });
    collect(columns)
}

async fn target_tables(target: &mut PgConnection) -> anyhow::Result<Vec<Table>> {
    let rows = sqlx::query(
        "SELECT c.table_name::text, c.column_name::text, c.data_type::text, \
         COALESCE((SELECT k.ordinal_position::bigint FROM information_schema.table_constraints t \
         JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name) \
         WHERE t.table_schema = c.table_schema AND t.table_name = c.table_name \
         AND t.constraint_type = 'PRIMARY KEY' AND k.column_name = c.column_name), 0), \
         c.is_identity = 'YES' FROM information_schema.columns c \
         WHERE c.table_schema = current_schema() AND c.table_name <> $1 ORDER BY c.table_name, c.ordinal_position",
    )
    .bind(MIGRATIONS)
    .fetch_all(target)
    .await?;
    let columns = rows.iter().map(|row| {
        let column = Column {
            name: row.try_get(1)?,
            kind: Kind::of(row.try_get(2)?)?,
            key: row.try_get(3)?,
            is_identity: row.try_get(4)?,
        };
        Ok((row.try_get(0)?, column))
    });
    collect(columns)
}

/// Groups columns by their table.
fn collect(
    columns: impl Iterator<Item = anyhow::Result<(String, Column)>>,
) -> anyhow::Result<Vec<Table>> {
    let mut tables: Vec<Table> = Vec::new();
    for column in columns {
        let (table, column) = column?;
        match tables.last_mut().filter(|last| last.name == table) {
            Some(last) => last.columns.push(column),
            None => tables.push(Table {
                name: table,
                columns: vec![column],
            }),
        }
    }
    Ok(tables)
}

/// Locks the tables exclusively until the transaction ends.
pub(super) async fn lock(target: &mut PgConnection, tables: &[Table]) -> anyhow::Result<()> {
    for table in tables {
        let sql = format!("LOCK TABLE \"{}\" IN ACCESS EXCLUSIVE MODE", table.name);
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut *target)
            .await?;
    }
    Ok(())
}

/// The first target table that is not empty.
pub(super) async fn first_with_rows(
    target: &mut PgConnection,
    tables: &[Table],
) -> anyhow::Result<Option<String>> {
    for table in tables {
        if SEEDED.contains(&table.name.as_str()) {
            continue;
        }
        let sql = format!("SELECT EXISTS (SELECT 1 FROM \"{}\")", table.name);
        let has_rows: bool = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&mut *target)
            .await?;
        if has_rows {
            return Ok(Some(table.name.clone()));
        }
    }
    Ok(None)
}

/// Deletes the rows that the migrations inserted.
pub(super) async fn clear_seeds(target: &mut PgConnection) -> anyhow::Result<()> {
    for table in SEEDED {
        let sql = format!("DELETE FROM \"{table}\"");
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut *target)
            .await?;
    }
    Ok(())
}

/// Advances the identity column of a table beyond the highest value that SQLite ever assigned.
pub(super) async fn advance_identity(
    source: &mut SqliteConnection,
    target: &mut PgConnection,
    table: &Table,
) -> anyhow::Result<()> {
    let Some(column) = table.columns.iter().find(|column| column.is_identity) else {
        return Ok(());
    };
    let sql = format!("SELECT max(\"{}\") FROM \"{}\"", column.name, table.name);
    let greatest: Option<i64> = sqlx::query_scalar(AssertSqlSafe(sql))
        .fetch_one(&mut *target)
        .await?;
    // Includes rows that were deleted since.
    let given: Option<i64> = sqlx::query_scalar("SELECT seq FROM sqlite_sequence WHERE name = $1")
        .bind(&table.name)
        .fetch_optional(source)
        .await?;
    if let Some(last) = greatest.max(given) {
        sqlx::query("SELECT setval(pg_get_serial_sequence($1, $2), $3)")
            .bind(format!("\"{}\"", table.name))
            .bind(&column.name)
            .bind(last.max(1))
            .execute(target)
            .await?;
    }
    Ok(())
}
