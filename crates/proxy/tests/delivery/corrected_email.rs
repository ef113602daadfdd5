//! An order whose e-mail address was corrected.

use serde_json::{Value, json};

use crate::world::{World, cart_of, order_of, with};

fn corrected(id: &str) -> Value {
    let newer = json!({ "updated_at": "2026-05-04T11:00:00Z" });
    with(order_of(id, "mario@gmail.example"), newer)
}

async fn mistyped() -> World {
    let world = World::open().await;
    world.orders(&[order_of("1", "mario@gmial.example")]).await;
    world.until("sent", 1).await;
    world
}

/// One order exists, of the right person, which started automations once.
async fn is_right(world: &World) {
    let holdings = world.holdings().await;
    let held = holdings["orders"].as_array().unwrap();
    assert_eq!(held.len(), 1, "{held:?}");
    assert_eq!(held[0]["email"], "mario@gmail.example");
    assert_eq!(held[0]["source"], "0");
    let customers = holdings["customers"].as_array().unwrap();
    let customer = customers
        .iter()
        .find(|it| it["id"] == held[0]["customerid"])
        .unwrap();
    assert_eq!(customer["email"], "mario@gmail.example");
}

#[tokio::test]
async fn an_order_whose_e_mail_address_was_corrected_ends_up_with_the_right_person() {
    let world = mistyped().await;
    assert_eq!(world.held_orders().await[0]["source"], "1");
    world.orders(&[corrected("1")]).await;
    world.until_sent().await;
    is_right(&world).await;
    // Later changes update the new record.
    let changed = json!({ "updated_at": "2026-05-04T12:00:00Z", "total": "40.00" });
    world.orders(&[with(corrected("1"), changed)]).await;
    world.until_sent().await;
    is_right(&world).await;
    assert_eq!(world.held_orders().await[0]["totalPrice"], 4000);
    assert_eq!(world.calls(Some("DELETE ecomOrders/{id}")).await, 1);
}

#[tokio::test]
async fn whatever_answer_is_lost_on_the_way_one_order_of_the_right_person_is_left() {
    for fault in ["reset_after", "reset_before", "server_error"] {
        for call in [
            "DELETE ecomOrders/{id}",
            "POST ecomOrders",
            "GET ecomOrders",
        ] {
            let world = mistyped().await;
            let faults = json!({ "kinds": { call: { fault: 1.0 } }, "at_most": 1 });
            world.faults(faults).await;
            world.orders(&[corrected("1")]).await;
            world.until_sent().await;
            is_right(&world).await;
        }
    }
}

#[tokio::test]
async fn after_a_restart_between_the_two_calls_one_order_of_the_right_person_is_left() {
    let world = mistyped().await;
    // The record is deleted, and creating another fails.
    let faults = json!({ "kinds": { "POST ecomOrders": { "server_error": 1.0 } } });
    world.faults(faults).await;
    world.orders(&[corrected("1")]).await;
    crate::world::eventually("the record is deleted", async || {
        world.held_orders().await.is_empty().then_some(())
    })
    .await;
    let world = world.again().await;
    world.no_faults().await;
    world.until_sent().await;
    is_right(&world).await;
}

#[tokio::test]
async fn an_order_that_took_over_its_cart_ends_up_with_the_right_person_too() {
    let world = World::open().await;
    world.carts(&[cart_of("c1", "mario@gmial.example")]).await;
    world.synchronise("s1").await;
    world.until("sent", 1).await;
    let of_cart = json!({ "cart_id": "c1" });
    let mistyped = with(order_of("1", "mario@gmial.example"), of_cart.clone());
    world.orders(&[mistyped]).await;
    world.until_sent().await;
    assert_eq!(world.held_orders().await[0]["state"], 3);
    world.orders(&[with(corrected("1"), of_cart)]).await;
    world.until_sent().await;
    is_right(&world).await;
}

#[tokio::test]
async fn an_e_mail_address_that_is_corrected_before_the_order_left_is_the_only_one_used() {
    let world = World::open().await;
    world.faults(json!({ "always": "archived" })).await;
    world.orders(&[order_of("1", "mario@gmial.example")]).await;
    world.orders(&[corrected("1")]).await;
    world.no_faults().await;
    world.until("sent", 1).await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 1);
    assert_eq!(held[0]["email"], "mario@gmail.example");
}
