//! Variations of ActiveCampaign's lists and responses.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, cart, order, with};

const TAG: &str = "Passweb Integration -- customer";

async fn with_quirks(quirks: Value) -> World {
    let world = World::open().await;
    world.control(Method::PUT, "/quirks", quirks).await;
    world
}

/// The site's own record comes after a whole page of others.
#[tokio::test]
async fn what_is_there_is_found_on_whichever_page_it_is() {
    let world = with_quirks(json!({ "loose_filters": true })).await;
    for n in 0..110 {
        let other = json!({ "service": "passweb", "externalid": format!("n{n}"), "name": "n",
            "logoUrl": "https://n.example/l.png", "linkUrl": "https://n.example" });
        let connection = json!({ "connection": other });
        world
            .elsewhere(Method::POST, "connections", connection)
            .await;
        let tag = json!({ "tag": format!("{TAG} {n}"), "tagType": "contact" });
        world
            .elsewhere(Method::POST, "tags", json!({ "tag": tag }))
            .await;
    }
    let ours = json!({ "service": "passweb", "externalid": "negozio", "name": "n",
        "logoUrl": "https://n.example/l.png", "linkUrl": "https://n.example" });
    let connection = json!({ "connection": ours });
    world
        .elsewhere(Method::POST, "connections", connection)
        .await;
    let tag = json!({ "tag": TAG, "tagType": "contact" });
    world
        .elsewhere(Method::POST, "tags", json!({ "tag": tag }))
        .await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let held = world.holdings().await;
    assert_eq!(held["connections"].as_array().unwrap().len(), 111);
    assert_eq!(held["orders"][0]["connectionid"], "111");
    assert_eq!(held["contactTags"][0]["tag"], "111");
    assert_eq!(world.calls(Some("POST tags")).await, 111);
}

#[tokio::test]
async fn an_answer_of_other_types_or_with_odd_rows_is_read_all_the_same() {
    let world = with_quirks(json!({ "odd": true })).await;
    // Lost responses make the proxy look up every record.
    let lost = json!({ "reset_after": 0.4 });
    world.faults(json!({ "seed": 7, "shares": lost })).await;
    world.carts(&[cart("c1"), cart("c2")]).await;
    world.synchronise("s1").await;
    world.orders(&[order("1"), order("2")]).await;
    world.until("sent", 4).await;
    let paid = with(order("3"), json!({ "cart_id": "c1" }));
    let newer = json!({ "updated_at": "2026-05-04T11:00:00Z", "total": "40.00" });
    world.orders(&[paid, with(order("1"), newer)]).await;
    world.until_sent().await;
    let held = world.holdings().await;
    assert_eq!(held["orders"].as_array().unwrap().len(), 4);
    assert_eq!(held["contactTags"].as_array().unwrap().len(), 1);
    assert_eq!(held["connections"].as_array().unwrap().len(), 1);
    assert_eq!(world.transfers().await["counters"]["failed"], 0);
}

#[tokio::test]
async fn a_refused_tag_holds_up_no_order_and_is_put_on_later() {
    let world = World::open().await;
    let refused = json!({ "POST tags": { "refused": 1.0 } });
    world.faults(json!({ "kinds": refused })).await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    assert_eq!(world.holdings().await["contactTags"], json!([]));
    world.no_faults().await;
    world.orders(&[order("2")]).await;
    world.until("sent", 2).await;
    let held = world.holdings().await;
    assert_eq!(held["contactTags"].as_array().unwrap().len(), 1);
    let before = world.calls(None).await;
    world.orders(&[order("3")]).await;
    world.until("sent", 3).await;
    assert_eq!(world.calls(None).await - before, 1);
}
