use reqwest::Method;
use serde_json::json;

use crate::world::{KEY, NAME, World, cart, cart_of, order, order_of, with};

#[tokio::test]
async fn abandoned_carts_are_sent_when_a_synchronisation_ends_not_when_they_arise() {
    let world = World::open().await;
    assert_eq!(world.carts(&[cart("c1"), cart("c2")]).await["accepted"], 2);
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let transfers = world.transfers().await;
    assert_eq!(
        transfers["counters"],
        json!({ "waiting": 2, "sent": 1, "failed": 0, "held": 2, "rejected": 0, "skipped": 0 })
    );
    assert_eq!(world.held_orders().await.len(), 1);

    assert_eq!(world.synchronise("s1").await["accepted"], 1);
    world.until("sent", 3).await;
    let held = world.held_orders().await;
    let sent = held
        .iter()
        .find(|held| held["externalcheckoutid"] == "c1")
        .unwrap();
    for (field, expected) in [
        ("externalid", json!(null)),
        ("state", json!(2)),
        (
            "orderUrl",
            json!("https://negozio.example/cart/c1?restore=1"),
        ),
        ("totalPrice", json!(1300)),
        ("email", json!("anna@rossi.example")),
    ] {
        assert_eq!(sent[field], expected, "{field}");
    }
    let abandoned: jiff::Timestamp = sent["abandonedDate"].as_str().unwrap().parse().unwrap();
    assert_eq!(abandoned, "2026-05-04T09:00:00Z".parse().unwrap());
}

#[tokio::test]
async fn the_same_synchronisation_again_lets_nothing_more_leave() {
    let world = World::open().await;
    world.synchronise("s1").await;
    world.carts(&[cart("c1")]).await;
    assert_eq!(world.synchronise("s1").await["duplicates"], 1);
    assert_eq!(world.transfers().await["counters"]["held"], 1);
    world.synchronise("s2").await;
    world.until("sent", 1).await;
}

#[tokio::test]
async fn only_carts_of_registered_users_with_an_e_mail_address_are_taken() {
    let world = World::open().await;
    let mut guest = cart("c1");
    guest["customer"]["registered"] = json!(false);
    let mut nameless = cart("c2");
    nameless["customer"]
        .as_object_mut()
        .unwrap()
        .remove("email");
    let answer = world.carts(&[guest, nameless, cart("c3")]).await;
    assert_eq!(
        answer,
        json!({ "accepted": 1, "duplicates": 0, "ignored": 2, "rejected": [], "adjusted": [] })
    );
}

#[tokio::test]
async fn a_cart_that_changed_is_the_same_record_updated() {
    let world = World::open().await;
    world.carts(&[cart("c1")]).await;
    world.synchronise("s1").await;
    world.until("sent", 1).await;
    let changed = json!({ "updated_at": "2026-05-04T09:30:00Z", "total": "26.00" });
    world.carts(&[with(cart("c1"), changed)]).await;
    world.synchronise("s2").await;
    world.until("sent", 1).await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 1);
    assert_eq!(
        (&held[0]["totalPrice"], &held[0]["state"]),
        (&json!(2600), &json!(2))
    );
}

#[tokio::test]
async fn a_cart_whose_order_arrives_first_is_never_sent() {
    let world = World::open().await;
    world.carts(&[cart("c1")]).await;
    world
        .orders(&[with(order("1"), json!({ "cart_id": "c1" }))])
        .await;
    // And a cart that arrives after its order.
    world
        .orders(&[with(order("2"), json!({ "cart_id": "c2" }))])
        .await;
    assert_eq!(world.carts(&[cart("c2")]).await["ignored"], 1);
    world.synchronise("s1").await;
    world.until("sent", 2).await;
    assert_eq!(world.transfers().await["counters"]["waiting"], 0);
    let held = world.held_orders().await;
    assert_eq!(held.len(), 2);
    assert!(held.iter().all(|held| held["state"] == 1));
}

#[tokio::test]
async fn a_cart_whose_order_is_not_sent_is_never_sent_either() {
    let world = World::open().await;
    let paid = |order_id: &str, cart: &str| with(order(order_id), json!({ "cart_id": cart }));
    world.carts(&[cart("c1"), cart("c2"), cart("c3")]).await;
    world.choose(false, true).await;
    assert_eq!(world.orders(&[paid("1", "c1")]).await["ignored"], 1);
    // And a cart that arrives after its order.
    assert_eq!(world.orders(&[paid("2", "c4")]).await["ignored"], 1);
    assert_eq!(world.carts(&[cart("c4")]).await["ignored"], 1);
    world.enable(false).await;
    assert_eq!(world.orders(&[paid("3", "c2")]).await["ignored"], 1);
    world.enable(true).await;
    assert_eq!(world.transfers().await["counters"]["held"], 1);

    world.synchronise("s1").await;
    world.until("sent", 1).await;
    assert_eq!(world.transfers().await["counters"]["waiting"], 0);
    let held = world.held_orders().await;
    assert_eq!(
        (held.len(), &held[0]["externalcheckoutid"]),
        (1, &json!("c3"))
    );
}

#[tokio::test]
async fn a_cart_that_was_sent_becomes_its_order() {
    let world = World::open().await;
    world.carts(&[cart("c1")]).await;
    world.synchronise("s1").await;
    world.until("sent", 1).await;
    world
        .orders(&[with(order("1"), json!({ "cart_id": "c1" }))])
        .await;
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 1, "no second record");
    for (field, expected) in [
        ("state", json!(3)),
        ("externalid", json!("1")),
        ("externalcheckoutid", json!("c1")),
        ("totalPrice", json!(2990)),
    ] {
        assert_eq!(held[0][field], expected, "{field}");
    }
    assert_eq!(world.transfers().await["counters"]["sent"], 1);
}

#[tokio::test]
async fn a_cart_becomes_its_order_also_when_somebody_else_pays() {
    let world = World::open().await;
    world.carts(&[cart_of("c1", "anna@rossi.example")]).await;
    world.synchronise("s1").await;
    world.until("sent", 1).await;
    let paid = with(
        order_of("1", "ditta@rossi.example"),
        json!({ "cart_id": "c1" }),
    );
    world.orders(&[paid]).await;
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 1);
    assert_eq!(held[0]["state"], 3);
    assert_eq!(
        held[0]["email"], "anna@rossi.example",
        "the record stays with its customer"
    );
}

#[tokio::test]
async fn a_cart_whose_sending_got_no_answer_becomes_its_order_too() {
    let world = World::open().await;
    world.orders(&[order("0")]).await;
    world.until("sent", 1).await;
    // The call succeeds, and its response is lost.
    world
        .faults(json!({ "kinds": { "POST ecomOrders": { "reset_after": 1.0 } } }))
        .await;
    world.carts(&[cart("c1")]).await;
    world.synchronise("s1").await;
    crate::world::eventually("the cart in ActiveCampaign", async || {
        (world.held_orders().await.len() == 2).then_some(())
    })
    .await;
    world
        .orders(&[with(order("1"), json!({ "cart_id": "c1" }))])
        .await;
    world.no_faults().await;
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 2);
    let order = held.iter().find(|held| held["externalid"] == "1").unwrap();
    assert_eq!(
        (&order["state"], &order["externalcheckoutid"]),
        (&json!(3), &json!("c1"))
    );
}

#[tokio::test]
async fn a_cart_that_comes_again_leaves_its_order_an_order() {
    let mut world = World::open().await;
    world.carts(&[cart("c1")]).await;
    world.synchronise("s1").await;
    world.until("sent", 1).await;
    let paid = with(order("1"), json!({ "cart_id": "c1" }));
    world.orders(&[paid]).await;
    world.until_sent().await;
    // The proxy has no memory of it.
    let merchant = world.merchant();
    let deleted = merchant.send(Method::DELETE, &world.account).await;
    deleted.expect(204);
    world.account = world.merchant().save(NAME, KEY).await;
    world.choose(true, true).await;
    let newer = json!({ "updated_at": "2026-05-04T11:00:00Z", "total": "26.00" });
    world.carts(&[with(cart("c1"), newer)]).await;
    world.synchronise("s2").await;
    world.until("sent", 1).await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 1);
    for (field, expected) in [
        ("state", json!(3)),
        ("externalid", json!("1")),
        ("totalPrice", json!(2990)),
        ("orderUrl", json!("https://negozio.example/orders/1")),
    ] {
        assert_eq!(held[0][field], expected, "{field}");
    }
}

#[tokio::test]
async fn a_cart_whose_order_is_accepted_while_it_is_being_sent_becomes_the_order() {
    let world = World::open().await;
    world.orders(&[order("0")]).await;
    world.until("sent", 1).await;
    let slow = json!({ "POST ecomOrders": { "stall": 1.0 } });
    world
        .faults(json!({ "kinds": slow, "stall_ms": 300 }))
        .await;
    world.carts(&[cart("c1")]).await;
    world.synchronise("s1").await;
    crate::world::eventually("the cart's call", async || {
        (world.calls(Some("POST ecomOrders")).await == 2).then_some(())
    })
    .await;
    let paid = with(order("1"), json!({ "cart_id": "c1" }));
    world.orders(&[paid]).await;
    let newer = json!({ "updated_at": "2026-05-04T11:00:00Z", "total": "26.00" });
    assert_eq!(world.carts(&[with(cart("c1"), newer)]).await["ignored"], 1);
    world.synchronise("s2").await;
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 2);
    assert_eq!(
        (&held[1]["state"], &held[1]["totalPrice"]),
        (&json!(3), &json!(2990))
    );
}
