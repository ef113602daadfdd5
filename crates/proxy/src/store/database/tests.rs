use std::{future::poll_fn, pin::Pin, task::Poll};

use sqlx::any::AnyPoolOptions;
use tempfile::TempDir;

use super::{Connections, Role};
use crate::store::failure;

const BIG: &str = "INSERT INTO things (content) VALUES (zeroblob(1000000))";

/// A single writer, as for SQLite, on a nearly full disk. The limit ends with the connection.
async fn writer_on_a_full_disk(dir: &TempDir) -> Connections {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}?mode=rwc", dir.path().join("a.db").display());
    let pool = AnyPoolOptions::new().max_connections(1);
    let writer = Connections::new(pool.connect(&url).await.unwrap(), Role::default());
    let full = "PRAGMA journal_mode = WAL; CREATE TABLE things (content BLOB); \
                PRAGMA max_page_count = 10";
    sqlx::raw_sql(full).execute(&writer).await.unwrap();
    writer
}

async fn is_pending(mut work: Pin<&mut impl Future>) -> bool {
    poll_fn(|context| Poll::Ready(work.as_mut().poll(context).is_pending())).await
}

async fn count(writer: &Connections) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM things")
        .fetch_one(writer)
        .await
        .unwrap()
}

#[tokio::test]
async fn a_connection_whose_transaction_met_a_full_disk_is_closed() {
    let dir = TempDir::new().unwrap();
    let writer = writer_on_a_full_disk(&dir).await;
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let full = sqlx::query(BIG).execute(&mut *transaction).await;
    assert!(failure::is_unavailable(&full.unwrap_err()));
    assert!(transaction.commit().await.is_err(), "no partial commit");
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
    sqlx::query(BIG).execute(&mut *transaction).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(count(&writer).await, 1);
}

#[tokio::test]
async fn a_dropped_transaction_is_rolled_back_after_its_running_statement() {
    let dir = TempDir::new().unwrap();
    let writer = writer_on_a_full_disk(&dir).await;
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await.unwrap();
    {
        let small = sqlx::query("INSERT INTO things (content) VALUES (NULL)");
        let mut insert = std::pin::pin!(small.execute(&mut *transaction));
        // The statement is still running when its caller is dropped.
        assert!(is_pending(insert.as_mut()).await);
    }
    drop(transaction);
    assert_eq!(count(&writer).await, 0);
    let small = sqlx::query("INSERT INTO things (content) VALUES (NULL)");
    small.execute(&writer).await.unwrap();
    assert_eq!(count(&writer).await, 1);
}
