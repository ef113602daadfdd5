//! Clients that disconnect before their request is done.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tokio::time::sleep;

use crate::{
    support::database,
    world::{World, cart, order},
};

#[tokio::test]
async fn what_was_handed_over_is_sent_although_the_client_hung_up_meanwhile() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let pool = database::open(&world.proxy.database_url()).await;
    let mut another = pool.acquire().await.unwrap();
    let hold = match database::postgres() {
        None => "BEGIN IMMEDIATE",
        Some(_) => "BEGIN; LOCK TABLE account_queues IN EXCLUSIVE MODE",
    };
    sqlx::raw_sql(hold).execute(&mut *another).await.unwrap();

    let passweb = world.passweb();
    let request = passweb.request(Method::POST, "/api/v1/events/orders");
    let request = request.json(&json!({ "orders": [order("2")] }));
    let answer = request.timeout(Duration::from_millis(500)).send().await;
    assert!(answer.unwrap_err().is_timeout());
    // Long enough for the proxy to notice.
    sleep(Duration::from_millis(300)).await;
    sqlx::raw_sql("ROLLBACK")
        .execute(&mut *another)
        .await
        .unwrap();
    world.until("sent", 2).await;
}

/// The state after a proxy released the carts and stopped before it woke the account queue.
async fn worker_not_notified(world: &World) {
    assert_eq!(world.carts(&[cart("c1")]).await["accepted"], 1);
    sleep(Duration::from_millis(200)).await;
    let pool = database::open(&world.proxy.database_url()).await;
    let left =
        "UPDATE outbox SET state = 'waiting'; UPDATE account_queues SET held = 0, waiting = 1";
    sqlx::raw_sql(left).execute(&pool).await.unwrap();
    pool.close().await;
}

#[tokio::test]
async fn what_is_handed_over_again_wakes_the_worker_that_was_not_notified() {
    let world = World::open().await;
    worker_not_notified(&world).await;
    assert_eq!(world.carts(&[cart("c1")]).await["duplicates"], 1);
    world.until("sent", 1).await;
}

#[tokio::test]
async fn a_synchronisation_told_again_wakes_the_worker_that_was_not_notified() {
    let world = World::open().await;
    world.synchronise("s1").await;
    worker_not_notified(&world).await;
    assert_eq!(world.synchronise("s1").await["duplicates"], 1);
    world.until("sent", 1).await;
}
