//! Configurable faults.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use support::{Client, shop, shop::Shop};

async fn with_faults(plan: Value) -> Client {
    let shop = shop().await;
    let set = shop.control(Method::PUT, "/faults", plan).await;
    assert_eq!(set.status, 204, "{set:?}");
    shop
}

async fn sync(shop: &Client, n: u32) -> reqwest::Result<u16> {
    let contact = json!({ "contact": { "email": format!("c{n}@a.example") } });
    Ok(shop
        .try_send(Method::POST, "contact/sync", contact)
        .await?
        .status
        .as_u16())
}

async fn contacts(shop: &Client) -> usize {
    shop.records().await["contacts"].as_array().unwrap().len()
}

#[tokio::test]
async fn answers_come_in_place_of_the_effect() {
    for (fault, status, retry_after) in [
        ("rate_limited", 429, Some("3")),
        ("maintenance", 503, Some("3")),
        ("unavailable", 503, None),
        ("redirect", 302, None),
        ("html", 200, None),
        ("forbidden", 403, None),
        ("no_ecommerce", 403, None),
        ("refused", 422, None),
        ("server_error", 500, None),
    ] {
        let shop = with_faults(json!({ "shares": { fault: 1.0 }, "retry_after_seconds": 3 })).await;
        let answer = shop
            .post(
                "contact/sync",
                json!({ "contact": { "email": "a@a.example" } }),
            )
            .await;
        assert_eq!(answer.status, status, "{fault}");
        assert_eq!(answer.header("retry-after"), retry_after, "{fault}");
        assert_eq!(contacts(&shop).await, 0, "{fault}");
    }
}

#[tokio::test]
async fn a_reset_comes_before_or_after_the_effect() {
    for (fault, effect) in [("reset_before", 0), ("reset_after", 1)] {
        let shop = with_faults(json!({ "shares": { fault: 1.0 } })).await;
        assert!(sync(&shop, 1).await.is_err(), "{fault}");
        assert_eq!(contacts(&shop).await, effect, "{fault}");
    }
}

#[tokio::test]
async fn a_stall_is_late_and_a_timeout_never_answers() {
    let shop = with_faults(json!({ "shares": { "stall": 1.0 }, "stall_ms": 200 })).await;
    let start = Instant::now();
    assert_eq!(sync(&shop, 1).await.unwrap(), 201);
    assert!(start.elapsed() >= Duration::from_millis(200));

    let shop = with_faults(json!({ "shares": { "timeout": 1.0 }, "stall_ms": 60_000 })).await;
    let call = tokio::time::timeout(Duration::from_millis(300), sync(&shop, 1));
    assert!(call.await.is_err());
    assert_eq!(contacts(&shop).await, 1, "it was done all the same");
}

#[tokio::test]
async fn a_client_that_gives_up_on_a_stall_changes_nothing() {
    let shop = with_faults(json!({ "shares": { "stall": 1.0 }, "stall_ms": 60_000 })).await;
    let call = tokio::time::timeout(Duration::from_millis(300), sync(&shop, 1));
    assert!(call.await.is_err());
    assert_eq!(contacts(&shop).await, 0);
}

#[tokio::test]
async fn the_same_seed_deals_the_same_faults() {
    let mut runs = Vec::new();
    for seed in [1, 1, 2] {
        let shop = with_faults(
            json!({ "seed": seed, "shares": { "server_error": 0.3, "rate_limited": 0.2 } }),
        )
        .await;
        let mut statuses = Vec::new();
        for n in 0..60 {
            statuses.push(sync(&shop, n).await.unwrap());
        }
        let dealt = shop.calls().await["faults"]["server_error"]
            .as_u64()
            .unwrap();
        assert_eq!(
            dealt,
            statuses.iter().filter(|status| **status == 500).count() as u64
        );
        runs.push(statuses);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    let faulty = runs[0].iter().filter(|status| **status >= 400).count();
    assert!((15..=45).contains(&faulty), "about half of sixty: {faulty}");
}

#[tokio::test]
async fn a_kind_of_calls_can_have_shares_of_its_own() {
    let plan = json!({ "shares": { "server_error": 1.0 }, "kinds": { "GET users/me": {} } });
    let shop = with_faults(plan).await;
    assert_eq!(shop.get("users/me").await.status, 200);
    assert_eq!(shop.get("connections").await.status, 500);
}

#[tokio::test]
async fn an_account_can_be_made_to_misbehave_for_good_and_healed() {
    for (mode, status) in [
        ("suspended", 402),
        ("maintenance", 503),
        ("no_ecommerce", 403),
        ("wrong_key", 403),
    ] {
        let shop = with_faults(json!({ "always": mode })).await;
        assert_eq!(shop.get("connections").await.status, status, "{mode}");
        assert_eq!(
            shop.control(Method::DELETE, "/faults", json!({}))
                .await
                .status,
            204
        );
        assert_eq!(shop.get("connections").await.status, 200, "{mode}");
    }
}

#[tokio::test]
async fn a_plan_that_makes_no_sense_is_refused() {
    let shop = shop().await;
    for plan in [
        json!({ "shares": { "server_error": 0.7, "html": 0.7 } }),
        json!({ "shares": { "server_error": -0.1 } }),
        json!({ "shares": { "gremlins": 0.1 } }),
        json!({ "always": "cheerful" }),
        json!({ "sead": 1 }),
    ] {
        assert_eq!(
            shop.control(Method::PUT, "/faults", plan.clone())
                .await
                .status,
            400,
            "{plan}"
        );
    }
}

#[tokio::test]
async fn one_record_can_be_broken_while_all_others_are_taken() {
    let shop = Shop::open().await;
    let client = &shop.client;
    let made = client.post("ecomOrders", shop.order("13")).await;
    let id = made.created("ecomOrder");
    let broken = json!({ "externalid": "13", "status": 500 });
    client.control(Method::PUT, "/broken", broken).await;
    let path = format!("ecomOrders/{id}");
    let change = json!({ "ecomOrder": { "totalPrice": 1 } });
    for answer in [
        client.put(&path, change.clone()).await,
        client.delete(&path).await,
        client.post("ecomOrders", shop.order("13")).await,
    ] {
        assert_eq!(answer.status, 500);
        assert_eq!(answer.json()["message"], "The record 13 cannot be saved");
    }
    assert_eq!(client.get(&path).await.status, 200, "it is read");
    assert_eq!(
        client.post("ecomOrders", shop.order("14")).await.status,
        201
    );
    client.control(Method::DELETE, "/broken", json!({})).await;
    assert_eq!(client.put(&path, change).await.status, 200);
}
