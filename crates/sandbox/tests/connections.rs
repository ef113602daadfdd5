//! `connections`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use serde_json::{Value, json};
use support::shop;

fn connection(externalid: &str) -> Value {
    json!({ "connection": { "service": "passweb", "externalid": externalid, "name": "A shop", "logoUrl": "https://a.example/logo.png", "linkUrl": "https://a.example" } })
}

#[tokio::test]
async fn a_connection_is_made_once() {
    let shop = shop().await;
    let made = shop.post("connections", connection("a")).await;
    assert_eq!(made.status, 201);
    assert_eq!(made.json()["connection"]["id"], "1");
    assert_eq!(made.json()["connection"]["linkUrl"], "https://a.example");
    shop.post("connections", connection("a"))
        .await
        .refused("field_invalid", "externalid");
}

#[tokio::test]
async fn a_connection_is_found_by_service_and_externalid() {
    let shop = shop().await;
    shop.connect("a").await;
    let id = shop.connect("b").await;
    let found = shop
        .list(
            "connections",
            &[
                ("filters[service]", "passweb"),
                ("filters[externalid]", "b"),
            ],
        )
        .await
        .json();
    assert_eq!(found["meta"]["total"], "1");
    assert_eq!(found["connections"][0]["id"], id.as_str());
    let none = shop
        .list("connections", &[("filters[service]", "other")])
        .await
        .json();
    assert_eq!(none["meta"]["total"], "0");
}

#[tokio::test]
async fn what_a_connection_needs_is_asked_for() {
    let shop = shop().await;
    let unnamed = json!({ "connection": { "service": "passweb", "externalid": "a" } });
    shop.post("connections", unnamed)
        .await
        .refused("field_missing", "name");
    for field in ["service", "externalid", "name", "logoUrl", "linkUrl"] {
        let mut incomplete = connection("a");
        incomplete["connection"]
            .as_object_mut()
            .unwrap()
            .remove(field);
        shop.post("connections", incomplete)
            .await
            .refused("field_missing", field);
    }
    for address in [
        "",
        "/logo.png",
        "a.example",
        "https://a.example/a b",
        "ftp://a.example",
    ] {
        let mut wrong = connection("a");
        wrong["connection"]["logoUrl"] = json!(address);
        shop.post("connections", wrong)
            .await
            .refused("field_invalid", "logoUrl");
    }
    assert_eq!(
        shop.post("connections", json!({ "other": {} }))
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn a_connection_is_changed_and_keeps_what_is_not_named() {
    let shop = shop().await;
    let id = shop.connect("a").await;
    let other = shop.connect("b").await;
    let path = format!("connections/{id}");
    let changed = shop
        .put(&path, json!({ "connection": { "name": "Renamed" } }))
        .await
        .json();
    assert_eq!(changed["connection"]["name"], "Renamed");
    assert_eq!(
        shop.get(&path).await.json()["connection"]["externalid"],
        "a"
    );
    let clash = shop
        .put(
            &format!("connections/{other}"),
            json!({ "connection": { "externalid": "a" } }),
        )
        .await;
    clash.refused("field_invalid", "externalid");
}

#[tokio::test]
async fn a_deleted_connection_takes_its_data_along() {
    let shop = shop().await;
    let (gone, kept) = (shop.connect("gone").await, shop.connect("kept").await);
    shop.enrol(&gone, "anna@a.example").await;
    shop.enrol(&kept, "bert@b.example").await;
    assert_eq!(
        shop.delete(&format!("connections/{gone}")).await.status,
        200
    );
    assert_eq!(shop.get(&format!("connections/{gone}")).await.status, 404);

    let records = shop.records().await;
    let emails: Vec<&Value> = records["customers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["email"])
        .collect();
    assert_eq!(
        emails,
        ["bert@b.example", "bert@b.example"],
        "the customer and the aggregate of the other shop"
    );
    assert_eq!(
        records["contacts"].as_array().unwrap().len(),
        2,
        "contacts stay"
    );
    assert_eq!(shop.connect("gone").await, "3", "the name is free again");
}

#[tokio::test]
async fn accounts_do_not_see_each_other() {
    let shop = shop().await;
    shop.connect("a").await;
    let elsewhere = shop
        .with_account("elsewhere")
        .get("connections")
        .await
        .json();
    assert_eq!(elsewhere["meta"]["total"], "0");
}

#[tokio::test]
async fn what_does_not_exist_is_a_404_with_a_message() {
    let shop = shop().await;
    for path in [
        "connections/7",
        "connections/x",
        "nothing",
        "nothing/at/all",
    ] {
        let answer = shop.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.json()["message"].is_string(), "{path}");
    }
    assert_eq!(
        shop.delete("users/me").await.status,
        404,
        "a method that is not there"
    );
}
