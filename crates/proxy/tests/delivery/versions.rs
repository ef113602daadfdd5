//! Which of two versions wins.

use serde_json::json;

use crate::world::{World, order, with};

#[tokio::test]
async fn of_two_versions_with_one_time_the_one_handed_over_last_counts() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let changed = with(order("1"), json!({ "total": "19.90" }));
    let answer = world.orders(std::slice::from_ref(&changed)).await;
    assert_eq!(answer["accepted"], 1);
    world.until_sent().await;
    assert_eq!(world.held_orders().await[0]["totalPrice"], 1990);
    let answer = world.orders(&[changed]).await;
    assert_eq!(
        (&answer["accepted"], &answer["duplicates"]),
        (&json!(0), &json!(1)),
        "the very same body"
    );
}

#[tokio::test]
async fn of_two_versions_with_one_time_in_one_batch_the_later_counts() {
    let world = World::open().await;
    let changed = with(order("1"), json!({ "total": "19.90" }));
    world.orders(&[order("1"), changed]).await;
    world.until("sent", 1).await;
    let held = world.held_orders().await;
    assert_eq!((held.len(), &held[0]["totalPrice"]), (1, &json!(1990)));
}

#[tokio::test]
async fn a_change_that_leaves_time_and_total_as_they_are_arrives_after_a_lost_answer() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let fails = json!({ "PUT ecomOrders/{id}": { "reset_before": 1.0 } });
    world.faults(json!({ "kinds": fails, "at_most": 1 })).await;
    let mut changed = order("1");
    changed["lines"][0]["name"] = json!("Lampada rossa");
    world.orders(&[changed]).await;
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!(held[0]["orderProducts"][0]["name"], "Lampada rossa");
}

#[tokio::test]
async fn an_old_order_leaves_behind_what_is_new_and_starts_no_automation() {
    let world = World::open().await;
    let old = |id: &str| with(order(id), json!({ "history": true }));
    // Of one customer, so that they are sent one after the other.
    world
        .orders(&[old("old-1"), old("old-2"), order("new")])
        .await;
    world.until("sent", 3).await;
    let held = world.held_orders().await;
    let sent: Vec<(&str, &str)> = held
        .iter()
        .map(|record| {
            let text = |field: &str| record[field].as_str().unwrap();
            (text("externalid"), text("source"))
        })
        .collect();
    let expected = [("new", "1"), ("old-1", "0"), ("old-2", "0")];
    assert_eq!(sent, expected);
    // The same order, submitted as historical, is not another order.
    let answer = world
        .orders(&[with(order("new"), json!({ "history": true }))])
        .await;
    assert_eq!(answer["duplicates"], 1);
}
