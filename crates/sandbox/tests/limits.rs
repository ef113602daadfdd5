//! The rate limit, the keys, and the recorded calls.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use reqwest::Method;
use serde_json::json;
use support::account;

#[tokio::test]
async fn the_sixth_call_in_a_second_is_refused() {
    let client = account("shop").await;
    for remaining in ["4", "3", "2", "1", "0"] {
        let answer = client.get("users/me").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("ratelimit-limit"), Some("5"));
        assert_eq!(answer.header("ratelimit-remaining"), Some(remaining));
    }
    let refused = client.get("users/me").await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(
        client.with_account("other").get("users/me").await.status,
        200,
        "each account has its own limit"
    );

    while client.get("users/me").await.status == 429 {}
    let calls = client.calls().await;
    assert!(calls["over_limit"].as_u64().unwrap() >= 1);
}

#[tokio::test]
async fn the_limit_is_changed_and_lifted() {
    let client = account("shop").await;
    client
        .control(Method::PUT, "/rate-limit", json!({ "per_second": 1 }))
        .await;
    assert_eq!(client.get("users/me").await.status, 200);
    assert_eq!(client.get("users/me").await.status, 429);
    client
        .control(Method::PUT, "/rate-limit", json!({ "per_second": null }))
        .await;
    for _ in 0..20 {
        let answer = client.get("users/me").await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("ratelimit-limit"), None);
    }
}

#[tokio::test]
async fn calls_are_counted_by_kind_and_by_second() {
    let client = account("shop").await;
    client.get("users/me").await;
    client.get("connections/1").await;
    client.get("connections/2").await;
    client.get("nothing").await;
    let calls = client.calls().await;
    assert_eq!(calls["total"], 4);
    assert_eq!(calls["by_kind"]["GET users/me"], 1);
    assert_eq!(calls["by_kind"]["GET connections/{id}"], 2);
    assert_eq!(calls["by_kind"]["GET (unknown)"], 1);
    let seconds = calls["by_second"].as_array().unwrap();
    assert_eq!(
        seconds
            .iter()
            .map(|second| second["calls"].as_u64().unwrap())
            .sum::<u64>(),
        4
    );
    assert!((1..=4).contains(&calls["max_in_one_second"].as_u64().unwrap()));
}

#[tokio::test]
async fn accepted_keys_can_be_named() {
    let client = account("shop").await;
    client
        .control(Method::PUT, "/keys", json!({ "accepted": ["good"] }))
        .await;
    assert_eq!(client.with_key("good").get("users/me").await.status, 200);
    assert_eq!(client.with_key("other").get("users/me").await.status, 403);
    client
        .control(Method::PUT, "/keys", json!({ "accepted": null }))
        .await;
    assert_eq!(client.with_key("other").get("users/me").await.status, 200);
}

#[tokio::test]
async fn a_reset_account_is_as_new() {
    let client = account("shop").await;
    client.connect("a").await;
    client
        .control(Method::PUT, "/keys", json!({ "accepted": [] }))
        .await;
    assert_eq!(
        client.control(Method::DELETE, "", json!({})).await.status,
        204
    );
    assert_eq!(client.records().await["connections"], json!([]));
    assert_eq!(client.calls().await["total"], 0);
    assert_eq!(client.get("users/me").await.status, 200);
}

#[tokio::test]
async fn the_latest_calls_are_shown_with_their_answers() {
    let client = account("shop").await;
    client.get("users/me").await;
    client.get("connections/1").await;
    let calls = client.calls().await;
    let latest = calls["latest"].as_array().unwrap();
    let shown: Vec<_> = latest
        .iter()
        .map(|it| (&it["kind"], &it["status"]))
        .collect();
    assert_eq!(
        shown,
        [
            (&json!("GET connections/{id}"), &json!(404)),
            (&json!("GET users/me"), &json!(200)),
        ]
    );
}
