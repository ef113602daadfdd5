//! Orders and carts with the same cart.

use serde_json::{Value, json};

use crate::world::{World, cart, order, with};

fn of_cart(id: &str, more: Value) -> Value {
    with(with(order(id), json!({ "cart_id": "c1" })), more)
}

async fn sent_cart() -> World {
    let world = World::open().await;
    world.carts(&[cart("c1")]).await;
    world.synchronise("s1").await;
    world.until("sent", 1).await;
    world
}

fn by_order<'a>(held: &'a [Value], id: &str) -> &'a Value {
    let found = held.iter().find(|record| record["externalid"] == id);
    found.unwrap_or_else(|| panic!("{id} is not there: {held:?}"))
}

#[tokio::test]
async fn the_first_order_of_a_cart_takes_over_its_record_and_the_second_gets_its_own() {
    let world = sent_cart().await;
    world
        .orders(&[of_cart("1", json!({ "total": "10.00" }))])
        .await;
    world.until_sent().await;
    world
        .orders(&[of_cart("2", json!({ "total": "20.00" }))])
        .await;
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 2);
    let first = by_order(&held, "1");
    assert_eq!(
        (
            &first["totalPrice"],
            &first["externalcheckoutid"],
            &first["state"]
        ),
        (&json!(1000), &json!("c1"), &json!(3))
    );
    assert_eq!(by_order(&held, "2")["totalPrice"], 2000);
}

#[tokio::test]
async fn two_orders_of_one_cart_that_are_handed_over_together_are_two_records() {
    let world = sent_cart().await;
    let orders = [
        of_cart("1", json!({ "total": "10.00" })),
        of_cart("2", json!({ "total": "20.00" })),
    ];
    world.orders(&orders).await;
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 2);
    assert_eq!(by_order(&held, "1")["totalPrice"], 1000);
    assert_eq!(by_order(&held, "2")["totalPrice"], 2000);
}

#[tokio::test]
async fn a_record_that_became_another_order_elsewhere_is_not_taken_over() {
    let world = sent_cart().await;
    let id = world.held_orders().await[0]["id"].clone();
    let path = format!("ecomOrders/{}", id.as_str().unwrap());
    let taken = json!({ "ecomOrder": { "externalid": "other", "totalPrice": 7 } });
    world.elsewhere(reqwest::Method::PUT, &path, taken).await;
    world.orders(&[of_cart("1", json!({}))]).await;
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 2);
    assert_eq!(by_order(&held, "other")["totalPrice"], 7);
    assert_eq!(by_order(&held, "1")["totalPrice"], 2990);
}

#[tokio::test]
async fn a_cart_abandoned_again_after_its_order_is_a_new_one() {
    let world = sent_cart().await;
    world.orders(&[of_cart("1", json!({}))]).await;
    world.until_sent().await;
    let again = json!({
        "abandoned_at": "2026-05-04T12:00:00Z", "updated_at": "2026-05-04T12:00:00Z",
        "total": "26.00",
    });
    let again = with(cart("c1"), again);
    assert_eq!(world.carts(&[again]).await["accepted"], 1);
    world.synchronise("s2").await;
    world.until("sent", 2).await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 2);
    assert_eq!(by_order(&held, "1")["totalPrice"], 2990);
    let open = held.iter().find(|record| record["state"] == 2).unwrap();
    assert_eq!(
        (&open["totalPrice"], &open["source"]),
        (&json!(2600), &json!("1"))
    );

    // An update of the first order leaves the cart alone, and the next order takes it over.
    world
        .orders(&[of_cart(
            "1",
            json!({ "updated_at": "2026-05-05T10:00:00Z" }),
        )])
        .await;
    world.until_sent().await;
    assert_eq!(world.held_orders().await.len(), 2);
    let second = json!({
        "placed_at": "2026-05-04T13:00:00Z", "updated_at": "2026-05-04T13:00:00Z",
        "total": "26.50",
    });
    world.orders(&[of_cart("2", second)]).await;
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 2);
    let second = by_order(&held, "2");
    assert_eq!(
        (&second["state"], &second["totalPrice"]),
        (&json!(3), &json!(2650))
    );
}

#[tokio::test]
async fn a_late_version_of_a_cart_that_became_an_order_is_ignored() {
    let world = sent_cart().await;
    world.orders(&[of_cart("1", json!({}))]).await;
    world.until_sent().await;
    let late = with(cart("c1"), json!({ "updated_at": "2026-05-04T09:59:00Z" }));
    assert_eq!(world.carts(&[late]).await["ignored"], 1);
}
