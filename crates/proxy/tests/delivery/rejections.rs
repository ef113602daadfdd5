//! A rejected item is shown once, until a valid version is submitted.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, cart, order, with};

/// An order without an e-mail address, which is always rejected.
fn bad(id: &str) -> Value {
    let mut order = order(id);
    order["billing"] = json!({ "first_name": "Anna", "last_name": "Rossi" });
    order
}

async fn rejected(world: &World) -> Vec<Value> {
    let page = world.transfers_where("?state=rejected").await;
    page["items"].as_array().unwrap().clone()
}

async fn rows(world: &World) -> Vec<Value> {
    let page = world.log("?code=order_rejected,cart_rejected").await;
    page["entries"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_rejected_order_is_one_row_of_the_log_and_one_of_the_account_with_number_and_reason() {
    let world = World::open().await;
    let intake = world.orders(&[bad("1"), order("2")]).await;
    assert_eq!(
        (
            intake["accepted"].as_u64(),
            intake["rejected"][0]["index"].as_u64()
        ),
        (Some(1), Some(0)),
    );
    let transfers = world.transfers().await;
    assert_eq!(transfers["counters"]["rejected"], 1);

    let items = rejected(&world).await;
    let [item] = &items[..] else {
        panic!("{items:?}")
    };
    assert_eq!(
        (&item["number"], &item["external_id"]),
        (&json!("N-1"), &json!("1"))
    );
    assert_eq!(item["state"], "rejected");
    assert_eq!(item["rejection"]["reason"], "email_missing");
    assert_eq!(item["rejection"]["remedy"], "correct_email");
    assert_eq!(item["rejection"]["errors"][0]["pointer"], "/billing/email");

    let rows = rows(&world).await;
    let [row] = &rows[..] else { panic!("{rows:?}") };
    assert_eq!(
        (&row["kind"], &row["code"]),
        (&json!("warning"), &json!("order_rejected"))
    );
    assert_eq!(row["params"]["number"], "N-1");
    assert_eq!(row["params"]["rejection"], "email_missing");
    let text = json!([items, rows]).to_string();
    for personal in ["Anna", "Rossi", "Lampada"] {
        assert!(!text.contains(personal), "{personal} is kept: {text}");
    }
}

#[tokio::test]
async fn an_item_that_is_rejected_again_and_again_is_one_row_with_its_count() {
    let world = World::open().await;
    for _ in 0..3 {
        world.orders(&[bad("1"), bad("1")]).await;
    }
    world
        .carts(&[with(cart("c1"), json!({ "currency": "XXQ" }))])
        .await;
    let items = rejected(&world).await;
    assert_eq!(items.len(), 2, "{items:?}");
    assert_eq!(items[0]["rejection"]["times"], 3, "a batch counts once");
    assert!(items[0]["since"].as_str() < items[0]["rejection"]["at"].as_str());
    assert_eq!(
        (&items[1]["kind"], &items[1]["external_id"]),
        (&json!("cart"), &json!("c1"))
    );
    assert_eq!(rows(&world).await.len(), 2);
}

#[tokio::test]
async fn a_rejection_is_gone_once_the_item_is_handed_over_well() {
    let world = World::open().await;
    let nameless = |number: &str| with(bad("1"), json!({ "id": null, "number": number }));
    world.orders(&[bad("1"), nameless("N-2"), bad("3")]).await;
    world
        .carts(&[with(cart("1"), json!({ "currency": "XXQ" }))])
        .await;
    assert_eq!(rejected(&world).await.len(), 4);
    // Corrected; one of them is identified only by its number.
    world.orders(&[order("1"), order("2")]).await;
    let items = rejected(&world).await;
    let left: Vec<_> = items
        .iter()
        .map(|it| (&it["kind"], &it["external_id"]))
        .collect();
    let expected = [
        (&json!("order"), &json!("3")),
        (&json!("cart"), &json!("1")),
    ];
    assert_eq!(left, expected);
    world.carts(&[cart("1")]).await;
    assert_eq!(world.transfers().await["counters"]["rejected"], 1);
    // A new rejection is a new row.
    world
        .orders(&[with(
            bad("1"),
            json!({ "updated_at": "2026-05-05T10:00:00Z" }),
        )])
        .await;
    assert_eq!(rejected(&world).await.len(), 2);
    assert_eq!(rows(&world).await.len(), 5);
}

#[tokio::test]
async fn an_item_that_is_in_a_batch_well_too_is_not_shown_as_rejected() {
    let world = World::open().await;
    world.orders(&[order("1"), bad("1")]).await;
    assert_eq!(rejected(&world).await, [] as [Value; 0]);
}

#[tokio::test]
async fn what_the_settings_exclude_is_not_shown_as_rejected() {
    let world = World::open().await;
    world.choose(false, true).await;
    world.orders(&[bad("1")]).await;
    world.enable(false).await;
    world
        .carts(&[with(cart("1"), json!({ "currency": "XXQ" }))])
        .await;
    assert_eq!(world.transfers().await["counters"]["rejected"], 0);
    assert_eq!(rows(&world).await, [] as [Value; 0]);
}

#[tokio::test]
async fn a_sender_of_bad_items_without_end_does_not_fill_the_database() {
    let world = World::open().await;
    for batch in 0..5 {
        let orders: Vec<Value> = (0..400).map(|n| bad(&format!("{batch}-{n}"))).collect();
        world.orders(&orders).await;
    }
    assert_eq!(world.transfers().await["counters"]["rejected"], 1000);
    assert_eq!(world.log("?code=order_rejected").await["total"], 1000);
    let newest = world.log("?code=order_rejected&limit=1").await;
    assert_eq!(newest["entries"][0]["params"]["number"], "N-4-399");
    // The list is read page by page.
    let page = world.transfers_where("?state=rejected&limit=200").await;
    let next = page["next_cursor"].as_str().unwrap();
    let query = format!("?state=rejected&limit=200&cursor={next}");
    let after = world.transfers_where(&query).await;
    assert_eq!(after["items"].as_array().unwrap().len(), 200);
    assert_ne!(after["items"][0], page["items"][0]);
}

#[tokio::test]
async fn rejections_go_with_their_account() {
    let world = World::open().await;
    world.orders(&[bad("1")]).await;
    world
        .merchant()
        .send(Method::DELETE, &world.account)
        .await
        .expect(204);
    let saved = world
        .merchant()
        .save(crate::world::NAME, crate::world::KEY)
        .await;
    let transfers = world
        .merchant()
        .get(&format!("{saved}/transfers"))
        .await
        .expect(200);
    assert_eq!(transfers["counters"]["rejected"], 0);
}
