//! `ecomOrders`: orders, and the common rules of orders and carts.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use serde_json::json;
use support::shop::{EMAIL, Shop};

#[tokio::test]
async fn an_order_is_completed_and_shows_its_lines() {
    let shop = Shop::open().await;
    let answer = shop
        .client
        .post("ecomOrders", shop.order("1001"))
        .await
        .json();
    assert_eq!(answer["ecomOrder"]["state"], 1);
    assert_eq!(answer["ecomOrder"]["totalPrice"], 2950);
    assert_eq!(answer["ecomOrderProducts"][0]["name"], "Lamp");

    let read = shop.client.get("ecomOrders/1").await.json();
    assert_eq!(
        read["ecomOrder"]["totalPrice"], "2950",
        "read alone, numbers are text"
    );
    let lines = shop.client.get("ecomOrders/1/orderProducts").await.json();
    assert_eq!(lines["ecomOrderProducts"][0]["externalid"], "P1");
}

#[tokio::test]
async fn a_put_replaces_the_lines_and_leaves_what_never_changes() {
    let shop = Shop::open().await;
    let id = shop
        .client
        .post("ecomOrders", shop.order("1001"))
        .await
        .created("ecomOrder");
    let change = json!({ "ecomOrder": {
        "source": 0, "connectionid": "9", "customerid": "9", "externalCreatedDate": "2001-01-01T00:00:00Z",
        "totalPrice": 100, "orderProducts": [{ "externalid": "P2", "name": "Bulb", "price": 50, "quantity": 2 }],
    } });
    shop.client.put(&format!("ecomOrders/{id}"), change).await;
    let order = &shop.client.records().await["orders"][0];
    assert_eq!(order["source"], "1");
    assert_eq!(order["connectionid"], shop.connection.as_str());
    assert_eq!(order["customerid"], shop.customer.as_str());
    assert_eq!(order["externalCreatedDate"], "2026-05-04T10:00:00+02:00");
    assert_eq!(order["totalPrice"], 100);
    assert_eq!(order["orderProducts"].as_array().unwrap().len(), 1);
    assert_eq!(order["orderProducts"][0]["name"], "Bulb");
}

#[tokio::test]
async fn an_order_comes_once_in_a_connection() {
    let shop = Shop::open().await;
    shop.client
        .post("ecomOrders", shop.order("1001"))
        .await
        .created("ecomOrder");
    shop.client
        .post("ecomOrders", shop.order("1001"))
        .await
        .refused("duplicate", "externalid");
    let cart = shop
        .client
        .post("ecomOrders", shop.cart("cart-1"))
        .await
        .created("ecomOrder");
    shop.client
        .post("ecomOrders", shop.cart("cart-1"))
        .await
        .refused("duplicate", "externalcheckoutid");
    let taken = json!({ "ecomOrder": { "externalid": "1001" } });
    shop.client
        .put(&format!("ecomOrders/{cart}"), taken)
        .await
        .refused("duplicate", "externalid");

    let elsewhere = shop.client.connect("b").await;
    let customer = shop.client.enrol(&elsewhere, EMAIL).await;
    let same = shop
        .record(json!({ "externalid": "1001", "connectionid": elsewhere, "customerid": customer }));
    shop.client
        .post("ecomOrders", same)
        .await
        .created("ecomOrder");
}

#[tokio::test]
async fn what_an_order_needs_is_asked_for() {
    let shop = Shop::open().await;
    for field in [
        "connectionid",
        "customerid",
        "email",
        "currency",
        "totalPrice",
        "source",
    ] {
        let mut order = shop.order("1001");
        order["ecomOrder"].as_object_mut().unwrap().remove(field);
        shop.client
            .post("ecomOrders", order)
            .await
            .refused("field_missing", field);
    }
    shop.client
        .post("ecomOrders", shop.record(json!({})))
        .await
        .refused("field_missing", "externalid");
    let undated = shop.record(
        json!({ "externalcheckoutid": "cart-1", "abandoned_date": "2026-05-04T11:00:00Z" }),
    );
    shop.client
        .post("ecomOrders", undated)
        .await
        .refused("field_missing", "abandonedDate");
    let line = json!({ "externalid": "P", "name": "N", "price": 1, "quantity": 1 });
    let discount = json!({ "name": "N", "type": "order", "discountAmount": 1 });
    for (list, part) in [("orderProducts", line), ("orderDiscounts", discount)] {
        for field in part.as_object().unwrap().keys() {
            let mut part = part.clone();
            part.as_object_mut().unwrap().remove(field);
            let order = shop.record(json!({ "externalid": "1", list: [part] }));
            shop.client
                .post("ecomOrders", order)
                .await
                .refused("field_missing", field);
        }
    }
}

#[tokio::test]
async fn what_an_order_cannot_hold_is_refused() {
    let shop = Shop::open().await;
    let wrong = [
        ("totalPrice", json!(29.5)),
        ("totalPrice", json!("29.50")),
        ("totalPrice", json!(-1)),
        ("taxAmount", json!(-1)),
        ("orderUrl", json!("/ordini/1")),
        ("orderNumber", json!("1".repeat(256))),
        ("shippingMethod", json!("è".repeat(256))),
        ("source", json!(2)),
        ("currency", json!("EURO")),
        ("externalCreatedDate", json!("2026-05-04 10:00")),
        ("abandonedDate", json!("2999-01-01T00:00:00Z")),
    ];
    for (field, value) in wrong {
        let order = shop.record(json!({ "externalid": "1001", field: value }));
        shop.client
            .post("ecomOrders", order)
            .await
            .refused("field_invalid", field);
    }
}

#[tokio::test]
async fn what_a_line_or_a_discount_cannot_hold_is_refused() {
    let shop = Shop::open().await;
    let line = json!({ "externalid": "P", "name": "N", "price": 1, "quantity": 1 });
    let discount = json!({ "name": "N", "type": "order", "discountAmount": 1 });
    for (list, part, field, value) in [
        ("orderProducts", &line, "price", json!(0.5)),
        ("orderProducts", &line, "price", json!(-1)),
        ("orderProducts", &line, "quantity", json!("1.5")),
        ("orderProducts", &line, "name", json!("è".repeat(256))),
        ("orderProducts", &line, "sku", json!("x".repeat(256))),
        (
            "orderProducts",
            &line,
            "imageUrl",
            json!("https://a.example/a b.jpg"),
        ),
        ("orderProducts", &line, "productUrl", json!("/p")),
        (
            "orderProducts",
            &line,
            "imageUrl",
            json!(format!("https://a.example/{}", "x".repeat(2048))),
        ),
        ("orderDiscounts", &discount, "discountAmount", json!(-1)),
        ("orderDiscounts", &discount, "type", json!("voucher")),
    ] {
        let mut part = part.clone();
        part[field] = value;
        let order = shop.record(json!({ "externalid": "1001", list: [part] }));
        shop.client
            .post("ecomOrders", order)
            .await
            .refused("field_invalid", field);
    }
    let mut longest = line;
    longest["name"] = json!("è".repeat(255));
    let order = shop.record(json!({ "externalid": "1001", "orderProducts": [longest] }));
    shop.client
        .post("ecomOrders", order)
        .await
        .created("ecomOrder");
}

#[tokio::test]
async fn a_put_does_not_give_an_order_to_another_person() {
    let shop = Shop::open().await;
    let order = shop.client.post("ecomOrders", shop.order("1001")).await;
    let id = order.created("ecomOrder");
    let bert = shop.client.enrol(&shop.connection, "bert@b.example").await;
    let path = format!("ecomOrders/{id}");
    // The customer stays, so another address does not belong to that customer.
    let change = json!({ "ecomOrder": { "customerid": bert, "email": "bert@b.example" } });
    shop.client
        .put(&path, change)
        .await
        .refused("field_invalid", "email");
    let change = json!({ "ecomOrder": { "customerid": bert } });
    assert_eq!(shop.client.put(&path, change).await.status, 200);
    let order = &shop.client.records().await["orders"][0];
    assert_eq!(
        (&order["customerid"], &order["email"]),
        (&json!(shop.customer), &json!(EMAIL))
    );
}

#[tokio::test]
async fn email_and_customer_must_be_of_the_same_person() {
    let shop = Shop::open().await;
    let stranger = shop.record(json!({ "externalid": "1", "email": "bert@b.example" }));
    shop.client
        .post("ecomOrders", stranger)
        .await
        .refused("field_invalid", "email");
    let unknown = shop.record(json!({ "externalid": "1", "customerid": "99" }));
    shop.client
        .post("ecomOrders", unknown)
        .await
        .refused("related_missing", "customerid");
    let unconnected = shop.record(json!({ "externalid": "1", "connectionid": "99" }));
    shop.client
        .post("ecomOrders", unconnected)
        .await
        .refused("related_missing", "connectionid");
}

#[tokio::test]
async fn orders_are_found_by_each_filter() {
    let shop = Shop::open().await;
    shop.client
        .post("ecomOrders", shop.order("1001"))
        .await
        .created("ecomOrder");
    let cart = shop
        .client
        .post("ecomOrders", shop.cart("cart-1"))
        .await
        .created("ecomOrder");
    let found = shop
        .client
        .list("ecomOrders", &[("filters[externalcheckoutid]", "cart-1")])
        .await
        .json();
    assert_eq!(found["ecomOrders"][0]["id"], cart.as_str());
    for (filter, value, total) in [
        ("filters[externalid]", "1001", "1"),
        ("filters[externalid]", "none", "0"),
        ("filters[email]", "ANNA@a.example", "2"),
        ("filters[connectionid]", &shop.connection, "2"),
        ("filters[connectionid]", "99", "0"),
        ("filters[state]", "1", "1"),
    ] {
        let found = shop
            .client
            .list("ecomOrders", &[(filter, value)])
            .await
            .json();
        assert_eq!(found["meta"]["total"], total, "{filter} {value}");
    }
}

#[tokio::test]
async fn customers_sum_up_what_they_bought() {
    let shop = Shop::open().await;
    for number in ["1001", "1002"] {
        shop.client
            .post("ecomOrders", shop.order(number))
            .await
            .created("ecomOrder");
    }
    shop.client
        .post("ecomOrders", shop.cart("cart-1"))
        .await
        .created("ecomOrder");
    let customers = shop
        .client
        .list("ecomCustomers", &[("filters[email]", EMAIL)])
        .await
        .json();
    for row in customers["ecomCustomers"].as_array().unwrap() {
        assert_eq!(
            (&row["totalOrders"], &row["totalRevenue"]),
            (&json!("2"), &json!("5900")),
            "{row}"
        );
    }
}

#[tokio::test]
async fn a_deleted_order_frees_its_number() {
    let shop = Shop::open().await;
    let id = shop
        .client
        .post("ecomOrders", shop.order("1001"))
        .await
        .created("ecomOrder");
    assert_eq!(
        shop.client.delete(&format!("ecomOrders/{id}")).await.status,
        200
    );
    assert_eq!(
        shop.client.get(&format!("ecomOrders/{id}")).await.status,
        404
    );
    shop.client
        .post("ecomOrders", shop.order("1001"))
        .await
        .created("ecomOrder");
}

#[tokio::test]
async fn orders_of_a_refused_domain_are_refused() {
    let shop = Shop::open().await;
    shop.client
        .control(
            reqwest::Method::PUT,
            "/refuse",
            json!({ "email_domain": "a.example" }),
        )
        .await;
    shop.client
        .post("ecomOrders", shop.order("1001"))
        .await
        .refused("email_invalid", "email");
}
