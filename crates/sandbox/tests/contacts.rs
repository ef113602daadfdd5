//! `contacts` and `contact/sync`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use reqwest::Method;
use serde_json::{Value, json};
use support::shop;

fn contact(email: &str, first_name: &str) -> Value {
    json!({ "contact": { "email": email, "firstName": first_name } })
}

#[tokio::test]
async fn sync_tells_a_new_contact_from_an_old_one() {
    let shop = shop().await;
    let new = shop
        .post("contact/sync", contact("Anna@a.example", "Anna"))
        .await;
    assert_eq!(new.status, 201);
    let old = shop
        .post("contact/sync", contact("anna@A.example", "Anne"))
        .await;
    assert_eq!(old.status, 200);
    assert_eq!(old.json()["contact"]["id"], new.json()["contact"]["id"]);
    assert_eq!(old.json()["contact"]["firstName"], "Anne");
}

#[tokio::test]
async fn sync_leaves_lists_and_what_is_not_named_as_they_are() {
    let shop = shop().await;
    let listed = json!({ "connection": { "service": "s", "externalid": "a", "name": "A",
            "logoUrl": "https://a.example/logo.png", "linkUrl": "https://a.example", "listId": "4" } });
    let connection = shop.post("connections", listed).await.created("connection");
    shop.enrol(&connection, "anna@a.example").await;
    shop.post("contact/sync", contact("anna@a.example", "Anna"))
        .await;
    shop.post(
        "contact/sync",
        json!({ "contact": { "email": "anna@a.example", "lastName": "Alba" } }),
    )
    .await;
    let contact = &shop.records().await["contacts"][0];
    assert_eq!(contact["lists"], json!(["4"]));
    assert_eq!(
        (&contact["firstName"], &contact["lastName"]),
        (&json!("Anna"), &json!("Alba"))
    );
}

#[tokio::test]
async fn bad_addresses_are_refused() {
    let shop = shop().await;
    for email in ["anna", "anna@", "an na@a.example"] {
        shop.post("contact/sync", contact(email, ""))
            .await
            .refused("email_invalid", "email");
    }
    shop.post("contact/sync", json!({ "contact": {} }))
        .await
        .refused("field_missing", "email");
}

#[tokio::test]
async fn addresses_of_a_refused_domain_are_refused_until_it_is_lifted() {
    let shop = shop().await;
    shop.control(
        Method::PUT,
        "/refuse",
        json!({ "email_domain": "refused.example" }),
    )
    .await;
    shop.post("contact/sync", contact("anna@Refused.example", ""))
        .await
        .refused("email_invalid", "email");
    assert_eq!(
        shop.post("contact/sync", contact("anna@a.example", ""))
            .await
            .status,
        201
    );
    shop.control(Method::PUT, "/refuse", json!({ "email_domain": null }))
        .await;
    assert_eq!(
        shop.post("contact/sync", contact("anna@refused.example", ""))
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn a_contact_is_posted_once_and_changed_by_put() {
    let shop = shop().await;
    let id = shop
        .post("contacts", contact("anna@a.example", "Anna"))
        .await
        .created("contact");
    shop.post("contacts", contact("ANNA@a.example", "Anna"))
        .await
        .refused("duplicate", "email");
    let changed = shop
        .put(&format!("contacts/{id}"), contact("anne@a.example", "Anne"))
        .await;
    assert_eq!(changed.json()["contact"]["email"], "anne@a.example");
    shop.post("contacts", contact("anna@a.example", "Another"))
        .await
        .created("contact");
    shop.put(&format!("contacts/{id}"), contact("anna@a.example", ""))
        .await
        .refused("duplicate", "email");
    assert_eq!(
        shop.put("contacts/99", contact("x@a.example", ""))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn contacts_are_found_by_address_and_by_search() {
    let shop = shop().await;
    shop.post("contacts", contact("anna@a.example", "Anna"))
        .await;
    shop.post("contacts", contact("bert@b.example", "Bert"))
        .await;
    for query in [
        ("email", "ANNA@a.example"),
        ("filters[email]", "anna@a.example"),
        ("search", "ann"),
    ] {
        let found = shop.list("contacts", &[query]).await.json();
        assert_eq!(found["meta"]["total"], "1", "{query:?}");
        assert_eq!(found["contacts"][0]["firstName"], "Anna");
    }
}
