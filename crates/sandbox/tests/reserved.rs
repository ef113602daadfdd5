//! Reserved names and keys, each with a fixed outcome.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use std::time::Duration;

use reqwest::Method;
use sandbox::reserved;
use serde_json::{Value, json};
use support::account;

#[tokio::test]
async fn every_other_account_answers_to_every_other_key() {
    let answer = account("any-shop").await.get("users/me").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["user"]["email"], "owner@any-shop.example");
    assert!(answer.header("x-request-id").is_some());
}

#[tokio::test]
async fn reserved_accounts_answer_with_their_status() {
    let client = account("shop").await;
    let outcomes = [
        ("unknown-account", 302, "text/html; charset=utf-8"),
        ("unknown-404", 404, "text/html; charset=utf-8"),
        ("html-account", 200, "text/html; charset=utf-8"),
        ("suspended", 402, "application/json"),
        ("maintenance", 503, "text/html; charset=utf-8"),
        ("archived", 503, "text/html; charset=utf-8"),
        ("rate-limited", 429, "application/json"),
        ("cloudflare", 522, "text/html; charset=utf-8"),
        ("broken-json", 200, "application/json"),
        ("server-error", 500, "application/json"),
    ];
    for (name, status, content_type) in outcomes {
        let answer = client.with_account(name).get("users/me").await;
        assert_eq!(answer.status, status, "{name}");
        assert_eq!(answer.header("content-type"), Some(content_type), "{name}");
    }
}

#[tokio::test]
async fn the_redirect_leads_to_a_page() {
    let client = account("unknown-account").await;
    assert_eq!(
        client.get("users/me").await.header("location"),
        Some("/login")
    );
}

#[tokio::test]
async fn only_some_say_when_to_come_back() {
    let client = account("maintenance").await;
    assert_eq!(
        client.get("users/me").await.header("retry-after"),
        Some("120")
    );
    assert_eq!(
        client
            .with_account("archived")
            .get("users/me")
            .await
            .header("retry-after"),
        None
    );
    assert_eq!(
        client
            .with_account("rate-limited")
            .get("users/me")
            .await
            .header("retry-after"),
        Some("7")
    );
}

#[tokio::test]
async fn broken_json_cannot_be_read() {
    let answer = account("broken-json").await.get("users/me").await;
    assert!(serde_json::from_str::<Value>(&answer.text).is_err());
}

#[tokio::test]
async fn without_deep_data_only_ecommerce_is_refused() {
    for (name, status) in [("no-ecommerce", 403), ("no-ecommerce-402", 402)] {
        let client = account(name).await;
        assert_eq!(client.get("users/me").await.status, 200);
        for path in ["connections", "ecomCustomers", "ecomOrders"] {
            let answer = client.get(path).await;
            assert_eq!(answer.status, status, "{name} {path}");
            assert!(
                answer.json()["message"]
                    .as_str()
                    .unwrap()
                    .starts_with("Deep Data is not enabled")
            );
        }
        assert_eq!(client.get("contacts").await.status, 200);
    }
}

#[tokio::test]
async fn a_reset_account_closes_the_connection() {
    let client = account("reset").await;
    let error = client
        .try_send(Method::GET, "users/me", json!({}))
        .await
        .unwrap_err();
    assert!(!error.is_timeout() && !error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn a_stalled_account_does_not_answer() {
    let client = account("stalled").await;
    let call = client.try_send(Method::GET, "users/me", json!({}));
    assert!(
        tokio::time::timeout(Duration::from_millis(300), call)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn wrong_keys_are_refused_each_in_its_way() {
    let client = account("shop").await;
    for (key, status, json) in [
        ("wrong-key", 403, true),
        ("wrong-key-401", 401, true),
        ("wrong-key-html", 403, false),
    ] {
        let answer = client.with_key(key).get("users/me").await;
        assert_eq!(answer.status, status, "{key}");
        assert_eq!(
            serde_json::from_str::<Value>(&answer.text).is_ok(),
            json,
            "{key}"
        );
    }
    assert_eq!(client.with_key("").get("users/me").await.status, 403);
}

#[tokio::test]
async fn a_suspended_account_looks_at_no_key() {
    assert_eq!(
        account("suspended")
            .await
            .with_key("wrong-key")
            .get("users/me")
            .await
            .status,
        402
    );
}

#[test]
fn no_name_is_reserved_twice() {
    for table in [reserved::ACCOUNTS, reserved::KEYS] {
        let mut names: Vec<&str> = table.iter().map(|reserved| reserved.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), table.len());
    }
}
