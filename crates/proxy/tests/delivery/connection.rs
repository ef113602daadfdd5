use reqwest::Method;
use serde_json::json;

use crate::{
    support::{SECRET, claims, sign},
    world::{NAME, SITE, World, order, order_of, sandbox, setup},
};

#[tokio::test]
async fn the_connection_is_made_once_and_remembered() {
    let world = World::open().await;
    world
        .orders(&[
            order("1"),
            order_of("2", "b@b.example"),
            order_of("3", "c@c.example"),
        ])
        .await;
    world.until("sent", 3).await;
    let held = world.holdings().await;
    assert_eq!(held["connections"].as_array().unwrap().len(), 1);
    let connection = &held["connections"][0];
    assert_eq!(connection["service"], "passweb");
    assert_eq!(connection["externalid"], "negozio");
    assert_eq!(connection["name"], "Negozio");
    assert_eq!(connection["linkUrl"], "https://negozio.example");
    assert_eq!(connection["logoUrl"], "https://negozio.example/favicon.ico");
    assert_eq!(connection["listId"], "0");
    assert_eq!(world.calls(Some("POST connections")).await, 1);
    assert_eq!(world.calls(Some("GET connections")).await, 1);
}

#[tokio::test]
async fn a_site_with_a_very_long_name_gets_its_connection() {
    let world = World::open().await;
    let mut claims = claims(SITE);
    claims["aud"] = json!("events");
    claims["site_name"] = json!("è".repeat(300));
    let passweb = world.proxy.with_token(&sign(&claims, SECRET));
    let orders = json!({ "orders": [order("1")] });
    passweb
        .post("/api/v1/events/orders", &orders)
        .await
        .expect(202);
    world.until("sent", 1).await;
    let name = world.holdings().await["connections"][0]["name"].clone();
    assert_eq!(name, "è".repeat(255));
}

#[tokio::test]
async fn a_connection_that_is_there_already_is_taken() {
    let world = World::open().await;
    let before = json!({ "service": "passweb", "externalid": "negozio", "name": "Before",
        "logoUrl": "https://negozio.example/l.png", "linkUrl": "https://negozio.example" });
    world
        .elsewhere(Method::POST, "connections", json!({ "connection": before }))
        .await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    assert_eq!(
        world.holdings().await["connections"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

/// ActiveCampaign's responses for a missing record: as documented, with 404, with 403.
const WAYS: [Option<&str>; 3] = [None, Some("not_found"), Some("wrong_key")];

/// An account with a known customer, and one of these responses for missing records.
async fn known(way: Option<&str>) -> World {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let quirks = json!({ "missing_as": way });
    world.control(Method::PUT, "/quirks", quirks).await;
    world
}

#[tokio::test]
async fn a_connection_that_vanished_is_made_again_and_what_met_the_gap_is_sent_again() {
    for way in WAYS {
        let world = known(way).await;
        world
            .elsewhere(Method::DELETE, "connections/1", json!({}))
            .await;
        world
            .orders(&[order("2"), order_of("3", "b@b.example")])
            .await;
        world.until("sent", 3).await;
        let held = world.holdings().await;
        assert_eq!(held["connections"].as_array().unwrap().len(), 1, "{way:?}");
        assert_eq!(held["connections"][0]["id"], "2");
        assert_eq!(held["orders"].as_array().unwrap().len(), 2);
        let log = world.log("?code=connection_vanished").await;
        assert_eq!(log["total"], 1, "{way:?}");
        assert_eq!(log["entries"][0]["kind"], "warning");
    }
}

#[tokio::test]
async fn a_customer_that_vanished_is_made_again_and_the_order_sent_again() {
    for way in WAYS {
        let world = known(way).await;
        // The first row is the aggregate.
        world
            .elsewhere(Method::DELETE, "ecomCustomers/2", json!({}))
            .await;
        world.orders(&[order("2")]).await;
        world.until("sent", 2).await;
        let held = world.holdings().await;
        assert_eq!(held["connections"].as_array().unwrap().len(), 1, "{way:?}");
        assert_eq!(held["orders"][0]["externalid"], "2", "{way:?}");
        assert_eq!(world.log("?code=connection_vanished").await["total"], 0);
    }
}

#[tokio::test]
async fn a_contact_that_was_deleted_is_made_again_and_the_order_arrives() {
    for way in WAYS {
        let world = known(way).await;
        world
            .elsewhere(Method::DELETE, "contacts/1", json!({}))
            .await;
        world.orders(&[order("2")]).await;
        world.until("sent", 2).await;
        let held = world.holdings().await;
        assert_eq!(held["orders"][0]["externalid"], "2", "{way:?}");
        assert_eq!(held["contacts"][0]["firstName"], "Anna", "{way:?}");
        let contact = &held["contacts"][0]["id"];
        assert_eq!(&held["contactTags"][0]["contact"], contact, "{way:?}");
    }
}

#[tokio::test]
async fn a_contact_that_was_deleted_before_it_got_its_tag_is_made_again() {
    let world = World::open().await;
    let broken = json!({ "POST contactTags": { "server_error": 1.0 } });
    world.faults(json!({ "kinds": broken })).await;
    world.orders(&[order("1")]).await;
    crate::world::eventually("a tag on its way", async || {
        (world.calls(Some("POST contactTags")).await > 0).then_some(())
    })
    .await;
    world
        .elsewhere(Method::DELETE, "contacts/1", json!({}))
        .await;
    world.no_faults().await;
    world.until("sent", 1).await;
    let held = world.holdings().await;
    let contact = &held["contacts"][0]["id"];
    assert_eq!(&held["contactTags"][0]["contact"], contact);
}

#[tokio::test]
async fn a_changed_order_whose_record_vanished_is_made_again() {
    for way in WAYS {
        let world = known(way).await;
        world
            .elsewhere(Method::DELETE, "connections/1", json!({}))
            .await;
        let newer = json!({ "updated_at": "2026-05-04T11:00:00Z", "total": "40.00" });
        world.orders(&[crate::world::with(order("1"), newer)]).await;
        world.until_sent().await;
        let held = world.held_orders().await;
        assert_eq!(
            (held.len(), &held[0]["totalPrice"]),
            (1, &json!(4000)),
            "{way:?}"
        );
    }
}

#[tokio::test]
async fn a_refused_connection_is_said_to_be_one_and_not_blamed_on_the_order() {
    let sandbox = sandbox(None).await;
    let setup = setup(&sandbox).limits(|limits| {
        // Long enough for a log row.
        limits.patience.recheck = std::time::Duration::from_secs(60);
    });
    let world = World::with(setup, sandbox).await;
    let refused = json!({ "POST connections": { "refused": 1.0 } });
    world.faults(json!({ "kinds": refused })).await;
    world.orders(&[order("1")]).await;
    crate::world::eventually("a pause", async || {
        (world.transfers().await["pause_reason"] == "connection_refused").then_some(())
    })
    .await;
    let counters = world.transfers().await["counters"].clone();
    assert_eq!(
        (&counters["waiting"], &counters["failed"]),
        (&json!(1), &json!(0))
    );
    let log = world.log("?code=connection_refused").await;
    assert_eq!(log["entries"][0]["kind"], "error");
    let details = log["entries"][0]["details"].as_str().unwrap();
    assert!(details.contains("not this one"), "{details}");
    world.no_faults().await;
    // A successful test ends the pause.
    let test = format!("{}/connection-test", world.account);
    world.merchant().post(&test, &json!({})).await.expect(200);
    world.until("sent", 1).await;
}

#[tokio::test]
async fn the_operators_own_picture_and_page_are_shown_where_they_are_set() {
    let sandbox = sandbox(None).await;
    let setup = setup(&sandbox)
        .with("logo-url", "https://cdn.passweb.example/logo.png")
        .with("link-url", "https://passweb.example/integrazioni");
    let world = World::with(setup, sandbox).await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let connection = &world.holdings().await["connections"][0];
    assert_eq!(
        (&connection["logoUrl"], &connection["linkUrl"]),
        (
            &json!("https://cdn.passweb.example/logo.png"),
            &json!("https://passweb.example/integrazioni")
        )
    );
}

#[tokio::test]
async fn of_another_activecampaign_account_nothing_is_remembered() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let mut update = world.as_update().await;
    update["account_name"] = json!("altro");
    update["api_key"] = json!({ "replace": "another-key-0123456789" });
    world.save(&update).await;
    world.orders(&[order("2")]).await;
    world.until("sent", 2).await;
    let url = format!("{}/_sandbox/accounts/altro", world.sandbox);
    let held: serde_json::Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    assert_eq!(held["orders"].as_array().unwrap().len(), 1);
    assert_eq!(held["connections"].as_array().unwrap().len(), 1);
    assert_eq!(world.held_orders().await.len(), 1, "nothing more in {NAME}");
}
