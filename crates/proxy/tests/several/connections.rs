//! Connections to PostgreSQL are reused: opening one costs more than most statements.

use proxy::store::Store;
use sqlx::AnyPool;
use tempfile::TempDir;

use crate::support::{Setup, database};

/// The server processes of the connections with this name.
async fn backends(pool: &AnyPool, name: &str) -> Vec<i64> {
    let backends = "SELECT CAST(pid AS BIGINT) FROM pg_stat_activity \
                    WHERE application_name = $1 ORDER BY pid";
    sqlx::query_scalar(backends)
        .bind(name)
        .fetch_all(pool)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_connection_is_used_again_for_the_next_statement_and_the_next_transaction() {
    if database::postgres().is_none() {
        println!("left out: TEST_POSTGRES names no server");
        return;
    }
    let dir = TempDir::new().unwrap();
    let name = format!("test-{}", uuid::Uuid::now_v7().simple());
    let url = database::database_url(dir.path());
    let named = format!("{url}&application_name={name}");
    let setup = Setup::within(dir).with("database-url", &named);
    let config = setup.config().unwrap();
    let store = Store::open(&config.database, &config.keyring)
        .await
        .unwrap();
    let pool = database::open(&url).await;
    let before = backends(&pool, &name).await;
    for n in 0..20 {
        let id = format!("proxy-{n}");
        let term = std::time::Duration::from_secs(60);
        store.proxies().enter(&id, term).await.unwrap();
        store.check().await.unwrap();
    }
    let after = backends(&pool, &name).await;
    let kept = before.iter().all(|backend| after.contains(backend));
    assert!(kept && !before.is_empty(), "{before:?} {after:?}");
    assert!(after.len() < 10, "one for each statement: {after:?}");
    store.close().await;
}
