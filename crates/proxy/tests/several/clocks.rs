//! Times written while the database's clock was ahead delay nothing for longer than intended.

use crate::{shared::Two, support::database};

/// Submits orders while a dead proxy has leased the account, with times six hours ahead.
async fn held_by_a_ghost(statements: &[&'static str]) {
    let Some(two) = Two::start().await else {
        return;
    };
    two.orders(0..1).await;
    two.until_sent(1).await;
    two.until("the queue is given back", async || {
        let metrics = two.first.get("/metrics").await.text;
        metrics.contains("integrations_account_queues_held 0")
    })
    .await;
    let pool = database::open(&two.first.database_url()).await;
    for statement in statements {
        let done = sqlx::query(*statement).execute(&pool).await.unwrap();
        assert_eq!(done.rows_affected(), 1, "{statement}");
    }
    pool.close().await;
    two.orders(1..4).await;
    two.until_sent(4).await;
}

#[tokio::test]
async fn a_lease_ends_after_its_own_length_though_the_clock_was_ahead_when_it_was_written() {
    held_by_a_ghost(&[
        "INSERT INTO proxies (id, alive_until) VALUES ('ghost', \
         CAST(extract(epoch FROM now() + interval '6 hours') * 1000 AS BIGINT))",
        "UPDATE account_queues SET leased_by = 'ghost'",
    ])
    .await;
}

#[tokio::test]
async fn a_turn_ends_after_its_own_length_though_the_clock_was_ahead_when_it_was_written() {
    held_by_a_ghost(&["UPDATE rate_shares SET proxy = 'ghost', \
         until = CAST(extract(epoch FROM now() + interval '6 hours') * 1000 AS BIGINT)"])
    .await;
}
