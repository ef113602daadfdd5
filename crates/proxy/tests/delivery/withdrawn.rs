//! Emptied carts and cancelled orders.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, cart, order, with};

fn emptied(at: &str) -> Value {
    with(
        cart("c1"),
        json!({ "updated_at": at, "lines": [], "total": "0.00" }),
    )
}

fn cancelled(id: &str) -> Value {
    let at = "2026-05-04T11:00:00Z";
    with(order(id), json!({ "updated_at": at, "cancelled_at": at }))
}

#[tokio::test]
async fn a_cart_that_is_emptied_before_it_leaves_never_leaves() {
    let world = World::open().await;
    world.carts(&[cart("c1")]).await;
    let answer = world.carts(&[emptied("2026-05-04T09:10:00Z")]).await;
    assert_eq!(answer["accepted"], 1);
    assert_eq!(world.transfers().await["counters"]["waiting"], 0);
    world.synchronise("s1").await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    assert_eq!(world.held_orders().await.len(), 1, "the order alone");
    // The version before is outdated.
    assert_eq!(world.carts(&[cart("c1")]).await["duplicates"], 1);
}

#[tokio::test]
async fn a_cart_that_is_emptied_after_it_was_sent_is_deleted_and_comes_back_when_it_is_filled() {
    let world = World::open().await;
    world.carts(&[cart("c1")]).await;
    world.synchronise("s1").await;
    world.until("sent", 1).await;
    world.carts(&[emptied("2026-05-04T09:10:00Z")]).await;
    world.until_sent().await;
    assert_eq!(world.held_orders().await, [] as [Value; 0]);
    assert_eq!(world.transfers().await["counters"]["sent"], 0);
    let filled = json!({ "updated_at": "2026-05-04T09:20:00Z", "total": "26.00" });
    world.carts(&[with(cart("c1"), filled)]).await;
    world.synchronise("s2").await;
    world.until("sent", 1).await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 1);
    assert_eq!(
        (&held[0]["state"], &held[0]["source"]),
        (&json!(2), &json!("1"))
    );
}

#[tokio::test]
async fn a_cart_that_became_an_order_is_not_deleted_when_it_is_emptied() {
    let world = World::open().await;
    world.carts(&[cart("c1")]).await;
    world.synchronise("s1").await;
    world.until("sent", 1).await;
    let id = world.held_orders().await[0]["id"].clone();
    let path = format!("ecomOrders/{}", id.as_str().unwrap());
    let taken = json!({ "ecomOrder": { "externalid": "other" } });
    world.elsewhere(Method::PUT, &path, taken).await;
    world.carts(&[emptied("2026-05-04T09:10:00Z")]).await;
    world.until_sent().await;
    assert_eq!(world.held_orders().await[0]["externalid"], "other");
}

#[tokio::test]
async fn an_order_that_is_cancelled_is_deleted_in_activecampaign() {
    let world = World::open().await;
    world.orders(&[order("1"), order("2")]).await;
    world.until("sent", 2).await;
    world.orders(&[cancelled("1")]).await;
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!((held.len(), &held[0]["externalid"]), (1, &json!("2")));
    // A reinstated order is created again, without a second automation.
    let back = with(order("1"), json!({ "updated_at": "2026-05-04T12:00:00Z" }));
    world.orders(&[back]).await;
    world.until("sent", 2).await;
    let held = world.held_orders().await;
    assert_eq!((held.len(), &held[1]["source"]), (2, &json!("0")));
}

#[tokio::test]
async fn an_order_that_is_cancelled_while_it_waits_never_leaves() {
    let world = World::open().await;
    world.faults(json!({ "always": "archived" })).await;
    world.orders(&[order("1")]).await;
    world.orders(&[cancelled("1")]).await;
    world.no_faults().await;
    world.orders(&[order("2")]).await;
    world.until("sent", 1).await;
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!((held.len(), &held[0]["externalid"]), (1, &json!("2")));
}

#[tokio::test]
async fn who_cancels_an_order_is_not_reminded_of_its_cart() {
    let world = World::open().await;
    world.carts(&[cart("c1")]).await;
    world.synchronise("s1").await;
    world.until("sent", 1).await;
    world
        .orders(&[with(cancelled("1"), json!({ "cart_id": "c1" }))])
        .await;
    world.until_sent().await;
    assert_eq!(world.held_orders().await, [] as [Value; 0]);
}

#[tokio::test]
async fn a_deletion_whose_answer_was_lost_is_done_once() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let lost = json!({ "DELETE ecomOrders/{id}": { "reset_after": 1.0 } });
    world.faults(json!({ "kinds": lost, "at_most": 1 })).await;
    world.orders(&[cancelled("1")]).await;
    world.until_sent().await;
    assert_eq!(world.held_orders().await, [] as [Value; 0]);
    assert_eq!(world.transfers().await["counters"]["failed"], 0);
}
