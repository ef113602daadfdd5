//! `ecomOrders`: carts, and how they become orders.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use serde_json::json;
use support::shop::Shop;

#[tokio::test]
async fn a_cart_becomes_its_order_when_its_record_gets_the_order_number() {
    let shop = Shop::open().await;
    let id = shop
        .client
        .post("ecomOrders", shop.cart("cart-1"))
        .await
        .created("ecomOrder");
    assert_eq!(shop.client.records().await["orders"][0]["state"], 2);

    let paid = json!({ "ecomOrder": { "externalid": "1001" } });
    let paid = shop
        .client
        .put(&format!("ecomOrders/{id}"), paid)
        .await
        .json();
    assert_eq!(paid["ecomOrder"]["state"], 3);
    assert_eq!(paid["ecomOrder"]["externalcheckoutid"], "cart-1");
}

#[tokio::test]
async fn an_order_posted_beside_its_cart_leaves_the_cart_abandoned() {
    let shop = Shop::open().await;
    shop.client
        .post("ecomOrders", shop.cart("cart-1"))
        .await
        .created("ecomOrder");
    shop.client
        .post("ecomOrders", shop.order("1001"))
        .await
        .created("ecomOrder");
    let abandoned = shop
        .client
        .list("ecomOrders", &[("filters[state]", "2")])
        .await
        .json();
    assert_eq!(abandoned["meta"]["total"], "1");
}

#[tokio::test]
async fn a_cart_says_when_it_was_left_behind() {
    let shop = Shop::open().await;
    let undated = shop.record(
        json!({ "externalcheckoutid": "cart-1", "abandoned_date": "2026-05-04T11:00:00Z" }),
    );
    shop.client
        .post("ecomOrders", undated)
        .await
        .refused("field_missing", "abandonedDate");
    let future = shop
        .record(json!({ "externalcheckoutid": "cart-1", "abandonedDate": "2999-01-01T00:00:00Z" }));
    shop.client
        .post("ecomOrders", future)
        .await
        .refused("field_invalid", "abandonedDate");
}

#[tokio::test]
async fn a_cart_that_changes_stays_abandoned() {
    let shop = Shop::open().await;
    let id = shop
        .client
        .post("ecomOrders", shop.cart("cart-1"))
        .await
        .created("ecomOrder");
    let changed =
        json!({ "ecomOrder": { "totalPrice": 100, "abandonedDate": "2026-05-04T12:00:00Z" } });
    let changed = shop
        .client
        .put(&format!("ecomOrders/{id}"), changed)
        .await
        .json();
    assert_eq!(changed["ecomOrder"]["state"], 2);
    assert_eq!(
        changed["ecomOrder"]["abandonedDate"],
        "2026-05-04T12:00:00Z"
    );
}

#[tokio::test]
async fn a_cart_can_be_deleted() {
    let shop = Shop::open().await;
    let id = shop
        .client
        .post("ecomOrders", shop.cart("cart-1"))
        .await
        .created("ecomOrder");
    assert_eq!(
        shop.client.delete(&format!("ecomOrders/{id}")).await.status,
        200
    );
    shop.client
        .post("ecomOrders", shop.cart("cart-1"))
        .await
        .created("ecomOrder");
}
