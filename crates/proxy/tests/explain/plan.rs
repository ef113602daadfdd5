//! The databases' execution plans of statements.

use std::str::FromStr;

use sqlx::{
    AssertSqlSafe, Connection, PgConnection, Row, SqliteConnection, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};

/// Tables that grow with the shops' sales, and their aliases in statements. The others have a row
/// per account, site, proxy or key.
const GROWING: [&str; 10] = [
    "outbox",
    "o",
    "c",
    "attempts",
    "a",
    "customers",
    "log",
    "synchronisations",
    "rejections",
    "r",
];

/// The statements that would scan a whole table, with their plans.
pub async fn scans(url: &str, statements: &[String]) -> Vec<String> {
    match url.strip_prefix("sqlite://") {
        Some(path) => on_sqlite(path, statements).await,
        None => on_postgres(url, statements).await,
    }
}

async fn on_sqlite(path: &str, statements: &[String]) -> Vec<String> {
    let options = SqliteConnectOptions::new().filename(path);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let mut scans = Vec::new();
    for sql in statements {
        let explain = format!("EXPLAIN QUERY PLAN {sql}");
        let rows = sqlx::raw_sql(AssertSqlSafe(explain))
            .fetch_all(&mut connection)
            .await;
        let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
        let steps = rows.iter().map(|row| row.get::<String, _>("detail"));
        scans.extend(
            steps
                .filter(|step| {
                    let table = step
                        .strip_prefix("SCAN ")
                        .and_then(|it| it.split(' ').next());
                    table.is_some_and(|table| GROWING.contains(&table))
                })
                .map(|step| format!("{step}\n  in {sql}")),
        );
    }
    scans
}

/// Sequential scans are made expensive, so that a remaining one means that no index can be used.
async fn on_postgres(url: &str, statements: &[String]) -> Vec<String> {
    let options = PgConnectOptions::from_str(url).unwrap();
    let mut connection = PgConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        .execute(&mut connection)
        .await
        .unwrap();
    let mut scans = Vec::new();
    // Only statements with a growing table matter.
    let telling = statements.iter().filter(|sql| {
        let mut tables = GROWING.iter().filter(|name| name.len() > 1);
        tables.any(|table| sql.contains(&format!(" {table}")))
    });
    for sql in telling {
        let parameters = (1..100)
            .take_while(|n| sql.contains(&format!("${n}")))
            .count();
        let nulls = vec!["NULL"; parameters].join(", ");
        let values = match parameters {
            0 => String::new(),
            _ => format!("({nulls})"),
        };
        let prepare = format!("PREPARE told AS {sql}");
        sqlx::raw_sql(AssertSqlSafe(prepare))
            .execute(&mut connection)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        let explain = format!("EXPLAIN EXECUTE told{values}");
        let rows = sqlx::raw_sql(AssertSqlSafe(explain))
            .fetch_all(&mut connection)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
        let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        let is_scan = plan.iter().any(|step| {
            let table = step.split("Seq Scan on ").nth(1);
            let table = table.and_then(|it| it.split(' ').next());
            table.is_some_and(|table| GROWING.contains(&table))
        });
        if is_scan {
            scans.push(format!("{}\n  in {sql}", plan.join("\n")));
        }
        sqlx::raw_sql("DEALLOCATE told")
            .execute(&mut connection)
            .await
            .unwrap();
    }
    scans
}
