//! An account with a great many rows is deleted, or given another ActiveCampaign account: the others
//! do not feel it. `MANY_ROWS` makes them a million.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;
use sqlx::AnyPool;

use crate::{
    support::{Answer, SECRET, claims, database, new_account, sign},
    world::{World, eventually, order},
};

/// Another site, whose orders are handed over meanwhile.
const OTHER: &str = "altro";

fn many() -> i64 {
    std::env::var("MANY_ROWS").map_or(20_000, |text| text.parse().unwrap())
}

/// A world whose account has many rows in this state, of which ActiveCampaign has a record.
async fn with_many(state: &'static str) -> (World, AnyPool, String) {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until_sent().await;
    let merchant = world.proxy.shop(OTHER);
    merchant.save("altro", "0123456789abcdef").await;
    let pool = database::open(&world.proxy.database_url()).await;
    let account = world.account.rsplit('/').next().unwrap().to_owned();
    for from in (0..many()).step_by(10_000) {
        let rows = sqlx::query(
            "WITH RECURSIVE n (n) AS \
             (SELECT CAST($1 AS BIGINT) UNION ALL SELECT n + 1 FROM n WHERE n + 1 < $2) \
             INSERT INTO outbox (account, kind, external_id, state, position, version, revision, \
             customer, payload, attempted, remote_id, accepted_at) SELECT $3, 'order', \
             'many-' || CAST(n AS TEXT), $4, 1000 + n, 1, 1, 'somebody', 'text', 0, 'r', \
             '2126-05-04T10:00:00Z' FROM n",
        );
        let until = (from + 10_000).min(many());
        let rows = rows.bind(from).bind(until).bind(&account).bind(state);
        rows.execute(&pool).await.unwrap();
    }
    (world, pool, account)
}

async fn count(pool: &AnyPool, sql: &'static str, account: &str) -> i64 {
    let count = sqlx::query_scalar(sql).bind(account.to_owned());
    count.fetch_one(pool).await.unwrap()
}

/// Hands over an order of the other site.
async fn hand_over(world: &World, n: u32) -> Answer {
    let mut claims = claims(OTHER);
    claims["aud"] = json!("events");
    let server = world.proxy.with_token(&sign(&claims, SECRET));
    let body = json!({ "orders": [order(&n.to_string())] });
    server.post("/api/v1/events/orders", &body).await
}

/// Hands over orders of the other site until nothing is left of what `rest` counts. Returns how many
/// were accepted meanwhile, and how long the slowest took.
async fn meanwhile(
    world: &World,
    pool: &AnyPool,
    account: &str,
    rest: &'static str,
) -> (u32, Duration) {
    let (mut accepted, mut slowest) = (0, Duration::ZERO);
    while count(pool, rest, account).await > 0 {
        let began = Instant::now();
        hand_over(world, accepted).await.expect(202);
        slowest = slowest.max(began.elapsed());
        accepted += 1;
    }
    (accepted, slowest)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_with_a_great_many_rows_is_deleted_at_once_and_nobody_else_waits_for_its_rows() {
    let (world, pool, account) = with_many("waiting").await;
    let began = Instant::now();
    let merchant = world.merchant();
    let deleted = merchant.send(Method::DELETE, &world.account).await;
    assert_eq!(deleted.status, 204, "{}", deleted.text);
    let answered = began.elapsed();
    let rows = "SELECT count(*) FROM outbox WHERE account = $1";
    let left = count(&pool, rows, &account).await;
    assert!(left >= many(), "its rows stay for a day");
    // It is gone for everybody, and another one may take its place.
    assert_eq!(merchant.get(&world.account).await.status, 404);
    merchant
        .post("/api/v1/accounts", &new_account())
        .await
        .expect(201);
    let over = "UPDATE accounts SET restorable_until = '2026-01-01T00:00:00.000Z' WHERE id = $1";
    let over = sqlx::query(over).bind(account.clone());
    over.execute(&pool).await.unwrap();
    // A starting proxy deletes at once what cannot be restored any more.
    let world = world.again().await;
    let began = Instant::now();
    let accounts = "SELECT count(*) FROM accounts WHERE id = $1";
    let (accepted, slowest) = meanwhile(&world, &pool, &account, accounts).await;
    assert!(accepted >= 5, "{accepted} accepted meanwhile");
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
    assert_eq!(count(&pool, rows, &account).await, 0);
    println!(
        "{} rows: answered in {answered:?}, gone after {:?}; {accepted} orders of another site were \
         accepted meanwhile, the slowest in {slowest:?}",
        many(),
        began.elapsed()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_with_a_great_many_rows_is_renamed_and_nobody_else_waits_for_its_rows() {
    let (world, pool, account) = with_many("sent").await;
    let began = Instant::now();
    let mut update = world.as_update().await;
    update["account_name"] = json!("negozio-nuovo");
    update["api_key"] = json!({ "replace": "0123456789abcdef" });
    world.save(&update).await;
    world.orders(&[order("2")]).await;
    let name = "SELECT count(*) FROM account_queues \
                WHERE account = $1 AND account_name = 'negozio-nuovo'";
    eventually("the queue begins with the new name", async || {
        (count(&pool, name, &account).await > 0).then_some(())
    })
    .await;
    let forgetting = "SELECT count(*) FROM account_queues WHERE account = $1 AND forgetting = 1";
    let (accepted, slowest) = meanwhile(&world, &pool, &account, forgetting).await;
    assert!(accepted >= 5, "{accepted} accepted meanwhile");
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
    let rows = "SELECT count(*) FROM outbox WHERE account = $1 AND remote_id = 'r'";
    assert_eq!(count(&pool, rows, &account).await, 0);
    world.until_sent().await;
    println!(
        "{} rows: forgotten after {:?}; {accepted} orders of another site were accepted meanwhile, \
         the slowest in {slowest:?}",
        many(),
        began.elapsed()
    );
}
