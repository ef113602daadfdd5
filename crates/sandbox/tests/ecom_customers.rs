//! `ecomCustomers`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use reqwest::Method;
use serde_json::{Value, json};
use support::shop;

fn customer(connection: &str, externalid: &str, email: &str) -> Value {
    json!({ "ecomCustomer": { "connectionid": connection, "externalid": externalid, "email": email } })
}

#[tokio::test]
async fn a_customer_makes_a_contact_or_joins_the_one_there_is() {
    let shop = shop().await;
    let (first, second) = (shop.connect("a").await, shop.connect("b").await);
    shop.enrol(&first, "anna@a.example").await;
    shop.enrol(&second, "Anna@A.example").await;
    assert_eq!(
        shop.records().await["contacts"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test]
async fn a_connection_with_a_list_puts_new_contacts_on_it() {
    let shop = shop().await;
    let listed = json!({ "connection": {
        "service": "s", "externalid": "a", "name": "A", "listId": "4",
        "logoUrl": "https://a.example/logo.png", "linkUrl": "https://a.example",
    } });
    let connection = shop.post("connections", listed).await.created("connection");
    shop.enrol(&connection, "anna@a.example").await;
    assert_eq!(shop.records().await["contacts"][0]["lists"], json!(["4"]));
}

#[tokio::test]
async fn a_customer_comes_once_in_a_connection() {
    let shop = shop().await;
    let connection = shop.connect("a").await;
    shop.post(
        "ecomCustomers",
        customer(&connection, "1", "anna@a.example"),
    )
    .await
    .created("ecomCustomer");
    let same_email = customer(&connection, "2", "ANNA@a.example");
    shop.post("ecomCustomers", same_email)
        .await
        .refused("duplicate", "email");
    let same_externalid = customer(&connection, "1", "bert@a.example");
    shop.post("ecomCustomers", same_externalid)
        .await
        .refused("duplicate", "externalid");
}

#[tokio::test]
async fn a_customer_needs_a_connection_and_an_address() {
    let shop = shop().await;
    shop.post("ecomCustomers", customer("7", "1", "anna@a.example"))
        .await
        .refused("related_missing", "connectionid");
    let connection = shop.connect("a").await;
    shop.post("ecomCustomers", customer(&connection, "1", "anna"))
        .await
        .refused("email_invalid", "email");
    shop.post("ecomCustomers", customer(&connection, "", "anna@a.example"))
        .await
        .refused("field_missing", "externalid");
}

#[tokio::test]
async fn a_list_by_email_begins_with_the_aggregate_of_all_shops() {
    let shop = shop().await;
    let (first, second) = (shop.connect("a").await, shop.connect("b").await);
    shop.enrol(&first, "anna+1@a.example").await;
    let id = shop.enrol(&second, "anna+1@a.example").await;
    let filters = [
        ("filters[email]", "anna+1@a.example"),
        ("filters[connectionid]", second.as_str()),
    ];
    let found = shop.list("ecomCustomers", &filters).await.json();
    assert_eq!(found["meta"]["total"], "2");
    assert_eq!(found["ecomCustomers"][0]["connectionid"], "0");
    assert_eq!(found["ecomCustomers"][0]["connection"], Value::Null);
    assert_eq!(found["ecomCustomers"][1]["id"], id.as_str());
}

#[tokio::test]
async fn a_customer_is_changed_and_deleted() {
    let shop = shop().await;
    let connection = shop.connect("a").await;
    let id = shop.enrol(&connection, "anna@a.example").await;
    let path = format!("ecomCustomers/{id}");
    let changed = shop
        .put(&path, json!({ "ecomCustomer": { "externalid": "new" } }))
        .await
        .json();
    assert_eq!(changed["ecomCustomer"]["externalid"], "new");
    let found = shop
        .list("ecomCustomers", &[("filters[externalid]", "new")])
        .await
        .json();
    assert_eq!(found["ecomCustomers"][0]["id"], id.as_str());

    assert_eq!(shop.delete(&path).await.status, 200);
    assert_eq!(shop.get(&path).await.status, 404);
    assert_eq!(
        shop.records().await["customers"],
        json!([]),
        "the aggregate goes with the last one"
    );
}

#[tokio::test]
async fn consent_is_shown_as_it_was_said() {
    let shop = shop().await;
    let connection = shop.connect("a").await;
    shop.enrol(&connection, "silent@a.example").await;
    let mut said = customer(&connection, "1", "said@a.example");
    said["ecomCustomer"]["acceptsMarketing"] = json!("1");
    let id = shop
        .post("ecomCustomers", said)
        .await
        .created("ecomCustomer");
    assert_eq!(
        shop.get(&format!("ecomCustomers/{id}")).await.json()["ecomCustomer"]["acceptsMarketing"],
        "1"
    );
}

#[tokio::test]
async fn lists_come_in_pages_of_twenty_and_at_most_a_hundred() {
    let shop = shop().await;
    let connection = shop.connect("a").await;
    for n in 0..60 {
        shop.enrol(&connection, &format!("c{n}@a.example")).await;
    }
    let length = |answer: Value| answer["ecomCustomers"].as_array().unwrap().len();
    let all = shop.get("ecomCustomers").await.json();
    assert_eq!(
        all["meta"]["total"], "120",
        "sixty customers and their aggregates"
    );
    assert_eq!(length(all), 20);
    assert_eq!(
        length(shop.list("ecomCustomers", &[("limit", "500")]).await.json()),
        100
    );
    assert_eq!(
        length(
            shop.list("ecomCustomers", &[("limit", "100"), ("offset", "100")])
                .await
                .json()
        ),
        20
    );
    shop.control(Method::DELETE, "", json!({})).await;
    assert_eq!(shop.records().await["customers"], json!([]));
}
