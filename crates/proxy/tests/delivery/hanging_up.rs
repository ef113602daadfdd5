//! Clients that disconnect before their request is done.

use std::time::Duration;

use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::{
    support::database,
    world::{SITE, World, cart, events_token, order},
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

    let mut client = TcpStream::connect(world.proxy.address()).await.unwrap();
    client.write_all(&submission()).await.unwrap();
    let mut answer = Vec::new();
    let patience = Duration::from_millis(500);
    let answered = timeout(patience, client.read_to_end(&mut answer)).await;
    assert!(answered.is_err(), "the database is locked");
    client.shutdown().await.unwrap();
    // The proxy closes its side once it notices.
    let _ = client.read_to_end(&mut answer).await;
    assert!(answer.is_empty(), "{}", String::from_utf8_lossy(&answer));
    sqlx::raw_sql("ROLLBACK")
        .execute(&mut *another)
        .await
        .unwrap();
    world.until("sent", 2).await;
}

/// The bytes of a request that submits an order.
fn submission() -> Vec<u8> {
    let body = json!({ "orders": [order("2")] }).to_string();
    let token = events_token(SITE, &["activecampaign"]);
    let head = format!(
        "POST /api/v1/events/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    (head + &body).into_bytes()
}

/// The state after a proxy released the carts and stopped before it woke the account queue.
async fn worker_not_notified(world: &World) {
    assert_eq!(world.carts(&[cart("c1")]).await["accepted"], 1);
    world.until_idle().await;
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
