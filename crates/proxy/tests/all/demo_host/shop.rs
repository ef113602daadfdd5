use reqwest::Method;
use serde_json::json;

use super::support::{answer, ask, connected, now, order, place, until};

#[tokio::test]
async fn an_order_placed_in_the_back_office_is_seen_beside_it_with_contact_and_tag() {
    let (proxy, _) = connected().await;
    let before = now(&proxy).await;
    assert_eq!(before["is_sandbox"], true);
    assert_eq!(before["account"]["account_name"], "negozio");
    assert_eq!(before["holdings"]["orders"], json!([]));
    assert_eq!(place(&proxy, "1001").await["accepted"], 1);
    let sent = until(&proxy, |it| it["account"]["transfers"]["sent"] == 1).await;
    let contact = json!({
        "name": "Anna Rossi", "email": "anna@example.com",
        "tags": ["Passweb Integration -- customer"],
    });
    assert_eq!(sent["holdings"]["contacts"], json!([contact]));
    let order = json!({
        "number": "1001", "email": "anna@example.com", "currency": "EUR", "cents": 1290,
        "state": 1, "is_history": false,
    });
    assert_eq!(sent["holdings"]["orders"], json!([order]));
    let calls = sent["calls"].as_array().unwrap();
    assert!(
        calls
            .iter()
            .any(|it| it["kind"] == "POST ecomOrders" && it["status"] == 201),
        "{calls:#?}"
    );
}

#[tokio::test]
async fn the_back_office_hands_over_the_very_bytes_that_a_shop_may_have() {
    let (proxy, _) = connected().await;
    let body = json!({"orders": [order("1001")]}).to_string();
    let (start, end) = body.split_once("Tazza").unwrap();
    let body = [start.as_bytes(), b"Caff\xe8", end.as_bytes()].concat();
    let placed = ask(&proxy, Method::POST, "/events/orders").body(body);
    let placed = placed.header("content-type", "application/json");
    let placed = answer(placed).await.expect(202);
    assert_eq!(placed["adjusted"][0]["code"], "encoding", "{placed}");
}

#[tokio::test]
async fn the_back_office_ends_synchronisations_and_the_cart_leaves() {
    let (proxy, _) = connected().await;
    let cart = json!({
        "id": "C1", "abandoned_at": "2026-11-20T10:00:00Z", "updated_at": "2026-11-20T10:00:00Z",
        "recovery_url": "https://negozio-demo.example/c/1", "currency": "EUR", "total": "12.90",
        "customer": {"id": "1", "registered": true, "email": "anna@example.com"},
        "lines": order("1")["lines"],
    });
    let carts = ask(&proxy, Method::POST, "/events/carts").json(&json!({"carts": [cart]}));
    assert_eq!(answer(carts).await.expect(202)["accepted"], 1);
    assert_eq!(now(&proxy).await["account"]["transfers"]["held"], 1);
    let end = json!({"id": "s1", "kind": "full", "ended_at": "2026-11-20T10:05:00Z"});
    let end = ask(&proxy, Method::POST, "/events/synchronisations").json(&end);
    answer(end).await.expect(202);
    let sent = until(&proxy, |it| it["holdings"]["order_count"] == 1).await;
    assert_eq!(sent["holdings"]["orders"][0]["state"], 2);
    assert_eq!(sent["holdings"]["orders"][0]["number"], "C1");
}

#[tokio::test]
async fn a_page_of_another_site_cannot_place_orders() {
    let (proxy, _) = connected().await;
    let body = json!({"orders": [order("1001")]}).to_string();
    let placed = ask(&proxy, Method::POST, "/events/orders").body(body);
    let refused = answer(placed.header("content-type", "text/plain")).await;
    assert_eq!(refused.status, 415);
    let elsewhere = ask(&proxy, Method::POST, "/events/anything").json(&json!({}));
    answer(elsewhere).await.problem(404, "not_found");
}
