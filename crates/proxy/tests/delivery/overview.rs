//! An account's overview in the list, and what was skipped while it was disabled.

use serde_json::{Value, json};

use crate::world::{World, eventually, order};

/// The account in the list.
async fn listed(world: &World) -> Value {
    let list = world.merchant().get("/api/v1/accounts").await.expect(200);
    list["accounts"][0].clone()
}

/// The account read by itself; the same content.
async fn read(world: &World) -> Value {
    let alone = world.merchant().get(&world.account).await.expect(200);
    assert_eq!(alone, listed(world).await);
    alone
}

#[tokio::test]
async fn an_account_says_when_its_last_order_was_sent() {
    let world = World::open().await;
    assert_eq!(read(&world).await["last_order_sent_at"], Value::Null);
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let first = read(&world).await["last_order_sent_at"].clone();
    assert!(first.is_string(), "{first}");
    let transfers = world.transfers().await;
    assert_eq!(transfers["last_order_sent_at"], first);
    world.orders(&[order("2")]).await;
    world.until("sent", 2).await;
    let second = read(&world).await["last_order_sent_at"].clone();
    assert!(second.as_str() > first.as_str(), "{second}");
}

#[tokio::test]
async fn an_account_says_why_nothing_is_sent_until_it_is_mended() {
    let world = World::open().await;
    world.faults(json!({ "always": "wrong_key" })).await;
    world.orders(&[order("1")]).await;
    eventually("the stop", async || {
        let stopped = listed(&world).await["stopped"].clone();
        (stopped == "key_rejected").then_some(())
    })
    .await;
    assert_eq!(world.transfers().await["stopped"], "key_rejected");
    world.no_faults().await;
    world.merchant().test(&world.account).await;
    world.until("sent", 1).await;
    assert_eq!(read(&world).await["stopped"], Value::Null);
}

#[tokio::test]
async fn what_arrives_while_an_account_is_off_is_counted_and_said() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    world.enable(false).await;
    let answer = world.orders(&[order("2"), order("3")]).await;
    assert_eq!(answer["ignored"], 2);
    assert_eq!(listed(&world).await["transfers"]["skipped"], 2);
    world.enable(true).await;
    // Shown as long as the account is enabled, and in the log.
    assert_eq!(listed(&world).await["transfers"]["skipped"], 2);
    let log = world.log("?code=account_enabled").await;
    assert_eq!(log["entries"][0]["params"]["skipped"], "2", "{log}");
    // The next time the count restarts.
    world.enable(false).await;
    assert_eq!(listed(&world).await["transfers"]["skipped"], 0);
    assert_eq!(world.transfers().await["counters"]["sent"], 1);
}
