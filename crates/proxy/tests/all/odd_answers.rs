//! Responses that the sandbox does not produce.

use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use serde_json::Value;

use crate::support::{Api, Setup};

const ME: &str = r#"{"user":{"firstName":null,"email":"a@b.it"}}"#;

async fn test(answer: impl Fn(&str) -> Response + Clone + Send + Sync + 'static) -> Value {
    let api = Api::start(answer).await;
    let proxy = Setup::new()
        .with("activecampaign-url", &api.url())
        .start()
        .await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "a-good-key").await;
    shop.test(&path).await
}

/// The outcome when `users/me` returns this response.
async fn me<R: IntoResponse>(answer: impl Fn() -> R + Clone + Send + Sync + 'static) -> Value {
    test(move |_| answer().into_response()).await
}

/// The outcome when `connections` returns this response, after the key was accepted.
async fn connections<R: IntoResponse>(
    answer: impl Fn() -> R + Clone + Send + Sync + 'static,
) -> Value {
    let test = test(move |resource| match resource {
        "users/me" => ME.into_response(),
        _ => answer().into_response(),
    });
    test.await["outcome"].clone()
}

fn status(code: u16, body: &'static str) -> (StatusCode, &'static str) {
    (StatusCode::from_u16(code).unwrap(), body)
}

#[tokio::test]
async fn what_users_me_answers() {
    for (code, body, outcome) in [
        (200, "", "unexpected_answer"),
        (200, "{}", "unexpected_answer"),
        (200, "[1]", "unexpected_answer"),
        (200, "  <!doctype html>", "account_not_found"),
        (204, "", "unexpected_answer"),
        (301, "", "account_not_found"),
        (307, "<html>", "account_not_found"),
        (400, "{}", "unexpected_answer"),
        (401, "<html>", "key_rejected"),
        (402, "<html>", "account_suspended"),
        (
            403,
            "{\"errors\":\"Deep Data is not enabled\"}",
            "key_rejected",
        ),
        (404, "{}", "account_not_found"),
        (418, "", "unexpected_answer"),
        (422, "{}", "unexpected_answer"),
        (500, "{}", "unreachable"),
        (502, "<html>", "unreachable"),
        (520, "", "unreachable"),
        (526, "", "unreachable"),
    ] {
        let test = me(move || status(code, body)).await;
        assert_eq!(test["outcome"], outcome, "{code} {body}");
    }
}

#[tokio::test]
async fn what_connections_answers_once_the_key_was_accepted() {
    for (code, body, outcome) in [
        (200, r#"{"connections":[],"meta":{"total":"0"}}"#, "ok"),
        (200, "{}", "unexpected_answer"),
        (200, "<html>", "unexpected_answer"),
        (302, "", "unexpected_answer"),
        (401, "{}", "key_rejected"),
        (402, "{}", "account_suspended"),
        (
            402,
            r#"{"message":"DeepData is not enabled"}"#,
            "no_ecommerce",
        ),
        (403, "", "no_ecommerce"),
        (
            403,
            r#"{"errors":[{"title":"E-Commerce: not allowed"}]}"#,
            "no_ecommerce",
        ),
        (404, "{}", "unexpected_answer"),
        (429, "", "rate_limited"),
        (500, "", "unreachable"),
        (503, "", "account_suspended"),
    ] {
        let found = connections(move || status(code, body)).await;
        assert_eq!(found, outcome, "{code} {body}");
    }
}

#[tokio::test]
async fn a_user_without_a_name_is_still_somebody() {
    let test = test(|resource| match resource {
        "users/me" => ME.into_response(),
        _ => r#"{"connections":[]}"#.into_response(),
    })
    .await;
    assert_eq!(test["outcome"], "ok");
    assert_eq!(
        test["user"],
        serde_json::json!({"name": "", "email": "a@b.it"})
    );
}

#[tokio::test]
async fn a_pause_is_a_second_when_it_is_not_told_and_may_be_a_date() {
    let test = me(|| StatusCode::TOO_MANY_REQUESTS).await;
    assert_eq!(test["retry_after_seconds"], 1);
    let past = [("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT")];
    let test = me(move || (StatusCode::TOO_MANY_REQUESTS, past)).await;
    assert_eq!(test["retry_after_seconds"], 1);
    let test = me(|| (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "soon")])).await;
    assert_eq!(test["retry_after_seconds"], Value::Null);
}

#[tokio::test]
async fn an_answer_without_end_is_not_read() {
    let test = me(|| Html("x".repeat(2 * 1024 * 1024))).await;
    assert_eq!(test["outcome"], "unexpected_answer");
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let elsewhere = Api::start(|_| ME).await;
    let target = format!("http://{}/stolen", elsewhere.address);
    let test = me(move || Redirect::temporary(&target)).await;
    assert_eq!(test["outcome"], "account_not_found");
    assert!(elsewhere.calls().is_empty());
}

#[tokio::test]
async fn a_host_that_does_not_speak_tls_for_the_name_has_no_such_account() {
    let api = Api::start(|_| ME).await;
    let url = api.url().replace("http:", "https:");
    let proxy = Setup::new().with("activecampaign-url", &url).start().await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "a-good-key").await;
    assert_eq!(shop.test(&path).await["outcome"], "account_not_found");
    assert!(api.calls().is_empty(), "no key travels in clear");
}
