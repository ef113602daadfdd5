//! `POST /api/v1/accounts/{id}/connection-test`, against the sandbox.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::support::{Api, Setup, sandbox};

#[tokio::test]
async fn a_merchant_can_tell_every_outcome_apart() {
    let proxy = Setup::new()
        .with("activecampaign-url", &sandbox().await)
        .limits(|limits| limits.activecampaign_test = Duration::from_millis(800))
        .start()
        .await;
    for (account, key, outcome, wait) in [
        ("negozio", "a-good-key", "ok", None),
        ("unknown-account", "a-good-key", "account_not_found", None),
        ("unknown-404", "a-good-key", "account_not_found", None),
        ("html-account", "a-good-key", "account_not_found", None),
        ("negozio", "wrong-key", "key_rejected", None),
        ("negozio", "wrong-key-401", "key_rejected", None),
        ("negozio", "wrong-key-html", "key_rejected", None),
        ("no-ecommerce", "a-good-key", "no_ecommerce", None),
        ("no-ecommerce-402", "a-good-key", "no_ecommerce", None),
        ("suspended", "a-good-key", "account_suspended", None),
        ("maintenance", "a-good-key", "account_suspended", Some(120)),
        ("archived", "a-good-key", "account_suspended", None),
        ("rate-limited", "a-good-key", "rate_limited", Some(7)),
        ("stalled", "a-good-key", "unreachable", None),
        ("reset", "a-good-key", "unreachable", None),
        ("cloudflare", "a-good-key", "unreachable", None),
        ("server-error", "a-good-key", "unreachable", None),
        ("broken-json", "a-good-key", "unexpected_answer", None),
    ] {
        let shop = proxy.shop(&format!("{account}/{key}"));
        let path = shop.save(account, key).await;
        let test = shop.test(&path).await;
        assert_eq!(test["outcome"], outcome, "{account} {key}: {test}");
        assert_eq!(
            test["retry_after_seconds"],
            json!(wait),
            "{account}: {test}"
        );
        assert_eq!(test["stale"], false, "{test}");
        let proven = matches!(outcome, "ok" | "no_ecommerce");
        assert_eq!(test["user"].is_object(), proven, "{account}: {test}");
        // The list contains the result, and the settings' version is unchanged.
        let saved = shop.get(&path).await;
        assert_eq!(saved.expect(200)["last_test"], test);
        assert_eq!(saved.header("etag"), "\"1\"");
    }
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let proxy = Setup::new().start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "0123456789").await;
    assert_eq!(shop.test(&path).await["outcome"], "unreachable");
}

#[tokio::test]
async fn a_test_is_stale_once_the_credentials_changed() {
    let proxy = Setup::new()
        .with("activecampaign-url", &sandbox().await)
        .start()
        .await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "a-good-key").await;
    shop.test(&path).await;
    let mut change = json!({
        "description": "Nuovo", "platform": "activecampaign", "account_name": "negozio",
        "api_key": "keep",
    });
    let account = shop.change(&path, "\"1\"", &change).await.expect(200);
    assert_eq!(
        account["last_test"]["stale"], false,
        "only the label changed"
    );
    change["api_key"] = json!({"replace": "another-key"});
    let account = shop.change(&path, "\"2\"", &change).await.expect(200);
    assert_eq!(account["last_test"]["stale"], true);
    assert_eq!(shop.test(&path).await["stale"], false);
}

#[tokio::test]
async fn it_asks_whose_key_it_is_and_whether_the_plan_has_e_commerce() {
    let api = Api::start(|resource| match resource {
        "users/me" => r#"{"user":{"firstName":"Ada","lastName":"Rossi","email":"a@b.it"}}"#,
        _ => r#"{"connections":[]}"#,
    })
    .await;
    let proxy = Setup::new()
        .with("activecampaign-url", &api.url())
        .start()
        .await;
    let shop = proxy.shop("site-1");
    let path = shop.save("negozio", "a-good-key").await;
    let test = shop.test(&path).await;
    assert_eq!(
        test["user"],
        json!({"name": "Ada Rossi", "email": "a@b.it"})
    );

    let calls = api.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].path, "/negozio/api/3/users/me");
    assert_eq!(calls[1].path, "/negozio/api/3/connections");
    assert_eq!(
        calls[1].query,
        "filters%5Bservice%5D=passweb&filters%5Bexternalid%5D=site-1"
    );
    for call in calls {
        assert_eq!(call.headers["api-token"], "a-good-key");
        assert!(!call.headers.contains_key("authorization"));
        assert!(!call.headers.contains_key("referer"));
    }
}

#[tokio::test]
async fn leaving_the_key_empty_keeps_the_stored_key() {
    let api = Api::start(|_| "{}").await;
    let proxy = Setup::new()
        .with("activecampaign-url", &api.url())
        .start()
        .await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "the-first-key").await;
    let keep = json!({
        "description": "Nuovo", "platform": "activecampaign", "account_name": "negozio",
        "api_key": "keep",
    });
    shop.change(&path, "\"1\"", &keep).await.expect(200);
    shop.test(&path).await;
    assert_eq!(api.calls()[0].headers["api-token"], "the-first-key");
}

#[tokio::test]
async fn two_presses_at_the_same_moment_share_one_call() {
    let proxy = Setup::new()
        .with("activecampaign-url", &sandbox().await)
        .limits(|limits| limits.activecampaign_test = Duration::from_millis(500))
        .start()
        .await;
    let shop = proxy.shop("a");
    // Only a slow call can be shared.
    let path = shop.save("stalled", "a-good-key").await;
    let tests = futures_util::future::join_all((0..5).map(|_| shop.test(&path))).await;
    assert!(
        tests.iter().all(|test| test["at"] == tests[0]["at"]),
        "{tests:?}"
    );
}

#[tokio::test]
async fn a_test_can_be_pressed_ten_times_a_minute() {
    let proxy = Setup::new().start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "a-good-key").await;
    for _ in 0..10 {
        shop.test(&path).await;
    }
    let answer = shop
        .send(Method::POST, &format!("{path}/connection-test"))
        .await;
    let problem = answer.problem(429, "too_many_requests");
    let wait = problem["retry_after_seconds"].as_u64().unwrap();
    assert!((1..=7).contains(&wait), "{wait}");
    assert_eq!(answer.header("retry-after"), wait.to_string());
    let other = proxy.shop("b");
    let path = other.save("negozio", "a-good-key").await;
    other.test(&path).await;
}
