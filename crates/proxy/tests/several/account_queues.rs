use std::time::{Duration, Instant};

use sqlx::AnyPool;
use tokio::time::sleep;

use crate::support::database;

/// Reads the account queues from the database.
pub struct AccountQueues(AnyPool);

impl AccountQueues {
    pub async fn of(url: &str) -> Self {
        Self(database::open(url).await)
    }

    /// Number of accepted orders.
    pub async fn taken_in(&self) -> i64 {
        self.count("SELECT count(*) FROM outbox").await
    }

    /// The proxies that lease account queues.
    pub async fn holders(&self) -> Vec<String> {
        let holders = "SELECT DISTINCT leased_by FROM account_queues WHERE leased_by IS NOT NULL";
        sqlx::query_scalar(holders)
            .fetch_all(&self.0)
            .await
            .unwrap()
    }

    pub async fn until_sent(&self, orders: usize) {
        let sent = "SELECT CAST(COALESCE(sum(sent), 0) AS BIGINT) FROM account_queues";
        // Fifty account queues at four calls a second need a minute; several times that is too
        // long.
        wait(
            Duration::from_secs(240),
            &format!("{orders} sent"),
            async || self.count(sent).await >= orders as i64,
        )
        .await;
    }

    /// Waits until one proxy has taken over all account queues.
    pub async fn until_one_holder(&self) {
        wait(Duration::from_secs(15), "one holder", async || {
            self.holders().await.len() == 1
        })
        .await;
    }

    /// Waits until another proxy has taken over all account queues of the only leaseholder.
    pub async fn until_another_holder(&self) {
        let before = self.holders().await;
        wait(Duration::from_secs(15), "another holder", async || {
            let now = self.holders().await;
            now.len() == 1 && now != before
        })
        .await;
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.0).await.unwrap()
    }
}

/// Polls a condition until a timeout.
async fn wait(longest: Duration, what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < longest, "waited for: {what}");
        sleep(Duration::from_millis(100)).await;
    }
}
