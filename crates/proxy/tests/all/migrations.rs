//! Both databases have the same schema.

use std::{collections::BTreeSet, fs, path::Path};

use sqlx::{AnyPool, Row};
use tempfile::TempDir;

use crate::support::{Proxy, database};

#[test]
fn both_databases_have_migrations_of_the_same_names() {
    let names = |database: &str| -> BTreeSet<String> {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/migrations");
        let files = fs::read_dir(dir.join(database)).unwrap();
        files
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(names("sqlite").len() >= 2);
}

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    if database::postgres().is_none() {
        println!("left out: TEST_POSTGRES names no server to compare SQLite with");
        return;
    }
    let on_postgres = Proxy::start().await;
    let url = database::database_url(&on_postgres.path(""));
    let postgres = columns(
        &url,
        "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), \
         CASE is_nullable WHEN 'YES' THEN 1 ELSE 0 END \
         FROM information_schema.columns WHERE table_schema = current_schema()",
    )
    .await;

    let dir = TempDir::new().unwrap();
    let url = format!("sqlite://{}", dir.path().join("proxy.db").display());
    let on_sqlite = crate::support::Setup::new().with("database-url", &url);
    on_sqlite.start().await.stop().await;
    let sqlite = columns(
        &url,
        "SELECT t.name, c.name, 1 - c.\"notnull\" FROM sqlite_master t, pragma_table_info(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'",
    )
    .await;
    assert_eq!(postgres, sqlite);
    assert!(postgres.len() > 50, "{postgres:?}");
}

/// The columns of every table, and whether they are nullable.
async fn columns(url: &str, sql: &'static str) -> BTreeSet<(String, String, bool)> {
    let pool: AnyPool = database::open(url).await;
    let rows = sqlx::query(sql).fetch_all(&pool).await.unwrap();
    pool.close().await;
    rows.iter()
        .map(|row| {
            let nullable: i64 = row.get(2);
            (row.get(0), row.get(1), nullable != 0)
        })
        .filter(|(table, _, _): &(String, _, _)| table != "_sqlx_migrations")
        .collect()
}
