//! `tags` and `contactTags`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use serde_json::{Value, json};
use support::shop;

fn tag(name: &str) -> Value {
    json!({ "tag": { "tag": name, "tagType": "contact", "description": "" } })
}

#[tokio::test]
async fn a_tag_is_made_once_and_found_by_a_part_of_its_name() {
    let shop = shop().await;
    shop.post("tags", tag("passweb-customer"))
        .await
        .created("tag");
    shop.post("tags", tag("passweb-customer-vip"))
        .await
        .created("tag");
    shop.post("tags", tag("passweb-customer"))
        .await
        .refused("duplicate", "tag");
    let found = shop.list("tags", &[("search", "customer")]).await.json();
    assert_eq!(
        found["meta"]["total"], "2",
        "search is loose: compare what comes back"
    );
}

#[tokio::test]
async fn a_contact_is_tagged_once() {
    let shop = shop().await;
    let contact = json!({ "contact": { "email": "anna@a.example" } });
    let contact = shop.post("contacts", contact).await.created("contact");
    let tag = shop.post("tags", tag("vip")).await.created("tag");
    let pair = json!({ "contactTag": { "contact": contact, "tag": tag } });
    let new = shop.post("contactTags", pair.clone()).await;
    assert_eq!(new.status, 201);
    let again = shop.post("contactTags", pair).await;
    assert_eq!(again.status, 200);
    assert_eq!(
        again.json()["contactTag"]["id"],
        new.json()["contactTag"]["id"]
    );

    let tags = shop
        .get(&format!("contacts/{contact}/contactTags"))
        .await
        .json();
    assert_eq!(tags["meta"]["total"], "1");
    assert_eq!(tags["contactTags"][0]["tag"], tag.as_str());
}

#[tokio::test]
async fn nobody_unknown_is_tagged() {
    let shop = shop().await;
    let tag = shop.post("tags", tag("vip")).await.created("tag");
    let unknown = shop
        .post(
            "contactTags",
            json!({ "contactTag": { "contact": "9", "tag": tag } }),
        )
        .await;
    assert_eq!(unknown.status, 404);
    assert_eq!(unknown.json()["errors"][0]["detail"], "Contact not found");
    let nobody = shop
        .post("contactTags", json!({ "contactTag": { "tag": tag } }))
        .await;
    nobody.refused("field_missing", "contact");
    assert_eq!(shop.get("contacts/9/contactTags").await.status, 404);
}
