//! Every invalid request gets a problem document and changes nothing.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Proxy, Setup, new_account};

const ACCOUNTS: &str = "/api/v1/accounts";
const JSON: &str = "application/json";

fn without(field: &str) -> Value {
    let mut new = new_account();
    new.as_object_mut().unwrap().remove(field);
    new
}

fn with(field: &str, value: Value) -> Value {
    let mut new = new_account();
    new[field] = value;
    new
}

#[tokio::test]
async fn unknown_missing_and_mistyped_fields_are_named() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    for (body, error) in [
        (json!({}), "/description required"),
        (without("api_key"), "/api_key required"),
        (with("enabled", json!(true)), "/enabled unknown_field"),
        (with("ecommerce", json!({})), "/ecommerce unknown_field"),
        (with("a/b~c", json!(1)), "/a~1b~0c unknown_field"),
        (with("description", json!(7)), "/description wrong_type"),
        (with("description", json!(null)), "/description wrong_type"),
        (
            with("account_name", json!(["x"])),
            "/account_name wrong_type",
        ),
        (with("api_key", json!("abc")), "/api_key wrong_type"),
        (with("api_key", json!({"set": "x"})), "/api_key wrong_type"),
        (
            with("api_key", json!({"replace": 1})),
            "/api_key/replace wrong_type",
        ),
        (json!(7), " wrong_type"),
        (json!([]), " wrong_type"),
        (json!([[[[]]]]), " wrong_type"),
        (json!([1, 2, 3, 4, 5, 6]), " wrong_type"),
        (
            with("api_key", json!(["replace", "x"])),
            "/api_key wrong_type",
        ),
        (
            json!(["a", "activecampaign", "n", {"replace": "k"}]),
            " wrong_type",
        ),
    ] {
        let answer = shop.post(ACCOUNTS, &body).await;
        assert_eq!(answer.fields(), [error], "{body}");
    }
    let list = shop.get(ACCOUNTS).await.expect(200);
    assert_eq!(list, json!({"accounts": []}));
}

#[tokio::test]
async fn all_that_is_wrong_with_what_was_typed_is_said_at_once() {
    let proxy = Proxy::start().await;
    let body = json!({
        "description": "a\u{7}b", "platform": "mailchimp",
        "account_name": "https://www.example.com", "api_key": "keep",
    });
    let answer = proxy.shop("a").post(ACCOUNTS, &body).await;
    let expected = [
        "/description control_character",
        "/platform unknown_platform",
        "/account_name other_site",
        "/api_key required",
    ];
    assert_eq!(answer.fields(), expected);
}

#[tokio::test]
async fn platforms_that_this_panel_does_not_configure_cannot_be_saved() {
    let proxy = Proxy::start().await;
    for platform in ["clerk_io", "wa_smart_business", "telegram"] {
        let body = with("platform", json!(platform));
        let answer = proxy.shop("a").post(ACCOUNTS, &body).await;
        assert_eq!(answer.fields(), ["/platform platform_not_configurable"]);
    }
}

#[tokio::test]
async fn broken_json_is_refused() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let deep = "[".repeat(10_000);
    let trailing = new_account().to_string() + "{}";
    for body in ["", "{", "nonsense", "{\"a\":}", &trailing, &deep] {
        shop.post_text(ACCOUNTS, JSON, body)
            .await
            .problem(400, "malformed_json");
    }
    let not_utf8 = b"{\"description\":\"\xff\"}".to_vec();
    let request = shop.request(Method::POST, ACCOUNTS);
    let request = request.header("content-type", JSON).body(not_utf8);
    let answer = crate::support::Answer::read(request.send().await.unwrap()).await;
    answer.problem(400, "malformed_json");
    let list = shop.get(ACCOUNTS).await.expect(200);
    assert_eq!(list, json!({"accounts": []}));
}

#[tokio::test]
async fn a_field_that_is_there_twice_is_named() {
    let proxy = Proxy::start().await;
    let twice = new_account()
        .to_string()
        .replacen('{', "{\"description\":\"x\",", 1);
    let answer = proxy.shop("a").post_text(ACCOUNTS, JSON, twice).await;
    assert_eq!(answer.fields(), ["/description duplicate_field"]);
}

#[tokio::test]
async fn a_body_must_be_declared_as_json() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let body = new_account().to_string();
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "text/json",
    ] {
        shop.post_text(ACCOUNTS, kind, &body)
            .await
            .problem(415, "not_json");
    }
    let undeclared = shop.request(Method::POST, ACCOUNTS).body(body.clone());
    let undeclared = crate::support::Answer::read(undeclared.send().await.unwrap()).await;
    undeclared.problem(415, "not_json");
    shop.post_text(ACCOUNTS, "application/json; charset=utf-8", body)
        .await
        .expect(201);
}

#[tokio::test]
async fn a_body_over_64_kib_is_refused() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let fill = |size: usize| {
        let body = new_account().to_string();
        let spaces = " ".repeat(size - body.len());
        body + &spaces
    };
    // The client still sends when the proxy responds, and receives the response nevertheless.
    for size in [64 * 1024 + 1, 500_000, 5_000_000, 60_000_000] {
        shop.post_text(ACCOUNTS, JSON, fill(size))
            .await
            .problem(413, "body_too_large");
    }
    shop.post_text(ACCOUNTS, JSON, fill(64 * 1024))
        .await
        .expect(201);
}

#[tokio::test]
async fn paths_and_methods_that_do_not_exist_are_told_so() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    for path in [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v2/accounts",
        "/api/v1/accounts/",
        "/api/v1/accounts/x/y",
        "/demo/token",
        "/api/v1/accounts/00000000-0000-0000-0000-000000000000",
        "/api/v1/accounts/%2e%2e",
        "/api/v1/accounts/%ff",
        "/api/v1/accounts/a'%20OR%201=1",
    ] {
        shop.get(path).await.problem(404, "not_found");
    }
    let answer = shop.send(Method::PATCH, ACCOUNTS).await;
    answer.problem(405, "method_not_allowed");
    assert_eq!(answer.header("allow"), "GET,HEAD,POST");
    shop.send(Method::OPTIONS, ACCOUNTS)
        .await
        .problem(405, "method_not_allowed");
}

#[tokio::test]
async fn enabled_is_a_yes_or_a_no() {
    let proxy = Setup::new().start().await;
    let shop = proxy.shop("a");
    let path = format!("{}/enabled", shop.save("negozio", "0123456789").await);
    for (body, error) in [
        (json!({}), "/enabled required"),
        (json!({"enabled": "true"}), "/enabled wrong_type"),
        (json!({"enabled": 1}), "/enabled wrong_type"),
        (json!({"enabled": true, "x": 1}), "/x unknown_field"),
        (json!([true]), " wrong_type"),
    ] {
        assert_eq!(shop.put(&path, &body).await.fields(), [error]);
    }
}
