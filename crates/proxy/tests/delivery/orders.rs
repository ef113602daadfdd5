use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, order, order_of, with};

#[tokio::test]
async fn an_order_is_sent_at_once_with_its_lines_totals_and_the_billing_person() {
    let world = World::open().await;
    let answer = world.orders(&[order("1")]).await;
    assert_eq!(
        answer,
        json!({ "accepted": 1, "duplicates": 0, "ignored": 0, "rejected": [], "adjusted": [] })
    );
    world.until("sent", 1).await;

    let held = world.holdings().await;
    let sent = &held["orders"][0];
    for (field, expected) in [
        ("externalid", json!("1")),
        ("orderNumber", json!("N-1")),
        ("state", json!(1)),
        ("source", json!("1")),
        ("email", json!("anna@rossi.example")),
        ("currency", json!("EUR")),
        ("totalPrice", json!(2990)),
        ("shippingAmount", json!(500)),
        ("taxAmount", json!(450)),
        ("discountAmount", json!(110)),
        ("shippingMethod", json!("Corriere")),
        ("orderUrl", json!("https://negozio.example/orders/1")),
        ("customerid", held["customers"][1]["id"].clone()),
    ] {
        assert_eq!(sent[field], expected, "{field}");
    }
    let line = &sent["orderProducts"][0];
    assert_eq!(line["price"], "1300");
    assert_eq!(line["quantity"], "2");
    assert_eq!(line["sku"], "L-1");
    let contact = &held["contacts"][0];
    assert_eq!(
        (&contact["firstName"], &contact["lastName"]),
        (&json!("Anna"), &json!("Rossi"))
    );
}

#[tokio::test]
async fn a_new_contact_gets_the_tag_and_joins_no_list() {
    let world = World::open().await;
    world
        .orders(&[order("1"), order_of("2", "bruno@verdi.example")])
        .await;
    world.until("sent", 2).await;
    let held = world.holdings().await;
    assert_eq!(held["tags"].as_array().unwrap().len(), 1);
    assert_eq!(held["tags"][0]["tag"], "Passweb Integration -- customer");
    assert_eq!(held["contactTags"].as_array().unwrap().len(), 2);
    for contact in held["contacts"].as_array().unwrap() {
        assert_eq!(contact["lists"], json!([]));
    }
    for customer in held["customers"].as_array().unwrap() {
        assert_eq!(customer["acceptsMarketing"], "0");
    }
}

#[tokio::test]
async fn a_known_contacts_names_are_updated_and_it_gets_no_tag() {
    let world = World::open().await;
    let contact = json!({ "email": "anna@rossi.example", "firstName": "A.", "lastName": "" });
    world
        .elsewhere(Method::POST, "contacts", json!({ "contact": contact }))
        .await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let held = world.holdings().await;
    assert_eq!(held["contacts"].as_array().unwrap().len(), 1);
    assert_eq!(held["contacts"][0]["firstName"], "Anna");
    assert_eq!(held["contactTags"], json!([]));
}

#[tokio::test]
async fn a_known_customers_order_costs_one_request() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let before = world.calls(None).await;
    world
        .orders(&[order("2"), with(order("3"), json!({ "total": "5" }))])
        .await;
    world.until("sent", 3).await;
    assert_eq!(world.calls(None).await - before, 2);
}

#[tokio::test]
async fn what_is_known_of_a_customer_outlives_the_proxy() {
    let mut world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let before = world.calls(None).await;
    world = world.again().await;
    world.orders(&[order("2")]).await;
    world.until("sent", 2).await;
    assert_eq!(world.calls(None).await - before, 1);
}

#[tokio::test]
async fn a_customer_whose_names_changed_has_new_names_in_activecampaign() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let mut changed = order("2");
    changed["billing"]["last_name"] = json!("Bianchi");
    world.orders(&[changed]).await;
    world.until("sent", 2).await;
    assert_eq!(world.holdings().await["contacts"][0]["lastName"], "Bianchi");
}

#[tokio::test]
async fn the_same_order_handed_over_again_changes_nothing_unless_it_is_newer() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let calls = world.calls(None).await;
    let older = with(
        order("1"),
        json!({ "updated_at": "2026-05-04T09:59:59Z", "total": "1.00" }),
    );
    let answer = world.orders(&[order("1"), older]).await;
    assert_eq!(
        (&answer["accepted"], &answer["duplicates"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(world.calls(None).await, calls);

    let newer = with(
        order("1"),
        json!({ "updated_at": "2026-05-04T10:00:01Z", "total": "31.00" }),
    );
    assert_eq!(world.orders(&[newer]).await["accepted"], 1);
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!(held.len(), 1);
    assert_eq!(held[0]["totalPrice"], 3100);
}

#[tokio::test]
async fn an_e_mail_address_in_capitals_is_the_same_person() {
    let world = World::open().await;
    world
        .orders(&[order("1"), order_of("2", "Anna@Rossi.Example")])
        .await;
    world.until("sent", 2).await;
    let held = world.holdings().await;
    assert_eq!(held["contacts"].as_array().unwrap().len(), 1);
    assert_eq!(
        held["customers"].as_array().unwrap().len(),
        2,
        "one and the aggregate"
    );
}

#[tokio::test]
async fn orders_of_one_customer_leave_in_the_order_in_which_they_came() {
    let world = World::open().await;
    let faults = json!({ "seed": 3, "shares": { "server_error": 0.3, "reset_after": 0.1 } });
    world.faults(faults).await;
    let orders: Vec<Value> = (0..30).map(|n| order(&format!("{n:02}"))).collect();
    world.orders(&orders).await;
    world.until_sent().await;
    let held = world.held_orders().await;
    let ids: Vec<&str> = held
        .iter()
        .map(|order| order["externalid"].as_str().unwrap())
        .collect();
    assert!(ids.is_sorted(), "{ids:?}");
    assert_eq!(ids.len(), 30);
}

#[tokio::test]
async fn every_price_is_sent_to_the_cent() {
    let world = World::open().await;
    let prices = [
        "0.01", "0.29", "1.13", "9.99", "19.99", "1018.75", "9999.99", "10000.00",
    ];
    let orders: Vec<Value> = prices
        .iter()
        .map(|price| {
            let mut priced = with(order(price), json!({ "total": price }));
            priced["lines"][0]["unit_price"] = json!(price);
            priced
        })
        .chain([
            with(
                order("yen"),
                json!({ "currency": "JPY", "total": "1500", "shipping": "0",
                "tax": "0", "discount": "0" }),
            ),
            with(
                order("dinar"),
                json!({ "currency": "KWD", "total": "1.235" }),
            ),
        ])
        .map(|mut order| {
            if order["currency"] == "JPY" {
                order["lines"][0]["unit_price"] = json!("750");
            }
            order
        })
        .collect();
    assert_eq!(world.orders(&orders).await["rejected"], json!([]));
    world.until_sent().await;
    for held in world.held_orders().await {
        let id = held["externalid"].as_str().unwrap();
        let expected = match id {
            "yen" => 150_000,
            "dinar" => 124,
            price => price.replace('.', "").parse().unwrap(),
        };
        assert_eq!(held["totalPrice"], expected, "{id}");
    }
}
