use reqwest::Method;
use serde_json::{Value, json};

use super::support::{answer, ask, connected, now};
use crate::support::{Proxy, Setup, Shop};

async fn misbehave(proxy: &Proxy, behaviour: &str) {
    let change = json!({"behaviour": behaviour});
    let change = ask(proxy, Method::PUT, "/activecampaign").json(&change);
    answer(change).await.expect(204);
}

async fn test_connection(shop: &Shop<'_>) -> Value {
    let accounts = shop.get("/api/v1/accounts").await.expect(200);
    let id = accounts["accounts"][0]["id"].as_str().unwrap();
    let path = format!("/api/v1/accounts/{id}/connection-test");
    shop.send(Method::POST, &path).await.expect(200)["outcome"].clone()
}

#[tokio::test]
async fn activecampaign_does_wrong_what_the_back_office_switches_on() {
    let (proxy, token) = connected().await;
    let shop = proxy.with_token(&token);
    for (behaviour, outcome) in [
        ("rate_limited", "rate_limited"),
        ("maintenance", "account_suspended"),
        ("key_reset", "key_rejected"),
        ("normal", "ok"),
    ] {
        misbehave(&proxy, behaviour).await;
        assert_eq!(now(&proxy).await["behaviour"], behaviour);
        assert_eq!(test_connection(&shop).await, outcome, "{behaviour}");
    }
}

#[tokio::test]
async fn nothing_is_read_of_activecampaign_itself() {
    let real = "https://{account}.api-us1.com";
    let proxy = Setup::new().demo().with("activecampaign-url", real);
    let proxy = proxy.start().await;
    let shown = now(&proxy).await;
    assert_eq!(shown["is_sandbox"], false);
    assert_eq!(shown["holdings"], Value::Null);
    let change = json!({"behaviour": "slow"});
    let change = ask(&proxy, Method::PUT, "/activecampaign").json(&change);
    answer(change).await.problem(404, "not_found");
}
