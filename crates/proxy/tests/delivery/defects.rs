//! Realistic submissions, and the records in ActiveCampaign. `contract` tests the result of each
//! field; this tests the whole way.

use serde_json::{Value, json};

use crate::world::{World, order, with};

/// Submits one order with these fields; returns ActiveCampaign's record and the adjustments.
async fn sent(fields: Value) -> (Value, Vec<String>) {
    let world = World::open().await;
    let answer = world.orders(&[with(plain(), fields)]).await;
    assert_eq!(answer["accepted"], 1, "{answer}");
    world.until("sent", 1).await;
    let mut held = world.held_orders().await;
    assert_eq!(held.len(), 1);
    let notes = answer["adjusted"].as_array().unwrap().iter().map(|it| {
        assert_eq!(it["index"], 0);
        format!(
            "{} {}",
            it["pointer"].as_str().unwrap(),
            it["code"].as_str().unwrap()
        )
    });
    (held.remove(0), notes.collect())
}

fn plain() -> Value {
    with(
        order("1"),
        json!({ "discount": null, "lines": [line(json!({}))] }),
    )
}

fn line(fields: Value) -> Value {
    let base =
        json!({ "product_id": "p1", "name": "Sciarpa", "quantity": 1, "unit_price": "29.90" });
    with(base, fields)
}

#[tokio::test]
async fn addresses_arrive_resolved_and_encoded() {
    let (held, notes) = sent(json!({ "lines": [line(json!({
        "image_url": "/foto/scarpa rossa.jpg", "product_url": "//cdn.negozio.example/p",
    }))] }))
    .await;
    assert_eq!(held["totalPrice"], 2990);
    let product = &held["orderProducts"][0];
    assert_eq!(
        product["imageUrl"],
        "https://negozio.example/foto/scarpa%20rossa.jpg"
    );
    assert_eq!(product["productUrl"], "https://cdn.negozio.example/p");
    assert_eq!(notes.len(), 2);
}

#[tokio::test]
async fn a_price_net_of_vat_and_a_quantity_with_a_point_arrive() {
    let line = line(json!({ "quantity": 3.0, "unit_price": "8.1967" }));
    let (held, notes) = sent(json!({ "total": 30.00, "lines": [line] })).await;
    assert_eq!(held["totalPrice"], 3000);
    assert_eq!(held["orderProducts"][0]["price"], "820");
    assert_eq!(held["orderProducts"][0]["quantity"], "3");
    assert_eq!(notes, ["/orders/0/lines/0/unit_price rounded"]);
}

#[tokio::test]
async fn what_is_sold_by_the_metre_arrives_as_one_line_of_its_amount() {
    let line = line(json!({ "name": "Tessuto", "quantity": 1.5, "unit_price": "19.93" }));
    let (held, _) = sent(json!({ "lines": [line] })).await;
    let product = &held["orderProducts"][0];
    assert_eq!(
        (&product["quantity"], &product["price"]),
        (&json!("1"), &json!("2990"))
    );
    assert_eq!(product["name"], "Tessuto (1,5)");
}

#[tokio::test]
async fn a_negative_line_arrives_as_a_discount() {
    let voucher = line(json!({ "product_id": "BUONO", "name": "Buono", "unit_price": "-5.00" }));
    let (held, _) = sent(json!({ "total": "24.90", "lines": [line(json!({})), voucher] })).await;
    assert_eq!(held["totalPrice"], 2490);
    assert_eq!(held["discountAmount"], 500);
    assert_eq!(held["orderProducts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_order_without_lines_or_address_arrives() {
    let (held, notes) = sent(json!({ "lines": [], "url": "ftp://x" })).await;
    assert_eq!(held["totalPrice"], 2990);
    assert_eq!(notes, ["/orders/0/url left_out"]);
}

#[tokio::test]
async fn the_time_zone_is_a_setting() {
    let sandbox = crate::world::sandbox(None).await;
    let setup = crate::world::setup(&sandbox).with("time-zone", "America/New_York");
    let world = World::with(setup, sandbox).await;
    let local = with(order("1"), json!({ "placed_at": "2026-05-04T10:00:00" }));
    world.orders(&[local]).await;
    world.until("sent", 1).await;
    let created = world.held_orders().await[0]["externalCreatedDate"].to_string();
    assert!(
        created.contains("14:00:00") || created.contains("10:00:00-04"),
        "{created}"
    );
}

#[tokio::test]
async fn an_adjustment_is_counted() {
    let world = World::open().await;
    let many: Vec<Value> = (0..150)
        .map(|n| with(order(&n.to_string()), json!({ "currency": "eur" })))
        .collect();
    let answer = world.orders(&many).await;
    assert_eq!(answer["accepted"], 150);
    assert_eq!(answer["adjusted"].as_array().unwrap().len(), 100);
    let metrics = world.proxy.get("/metrics").await.text;
    let counted = "events_adjusted_total{code=\"spelling\",kind=\"order\"} 150";
    assert!(metrics.contains(counted), "{metrics}");
}
