//! *Lista dei Log* records who did what.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Proxy, SECRET, Setup, claims, sandbox, sign};

async fn rows(proxy: &Proxy) -> Vec<(String, Value)> {
    let log = proxy
        .shop("shop")
        .get("/api/v1/log?order=asc")
        .await
        .expect(200);
    let entries = log["entries"].as_array().unwrap().iter();
    entries
        .map(|row| {
            assert_eq!(row["kind"], "info");
            (
                row["code"].as_str().unwrap().to_owned(),
                row["params"].clone(),
            )
        })
        .collect()
}

#[tokio::test]
async fn the_log_says_who_created_changed_switched_tested_and_deleted_an_account() {
    let setup = Setup::new().with("activecampaign-url", &sandbox().await);
    let proxy = setup.start().await;
    let mut claims = claims("shop");
    claims["sub"] = json!("anna.bianchi");
    let anna = proxy.with_token(&sign(&claims, SECRET));
    let account = anna
        .save("shop", "s3cret-k3y-of-a-merchant-0123456789")
        .await;

    let read = anna.get(&account).await;
    let etag = read.header("etag").to_owned();
    let update = json!({
        "description": "Un altro nome", "platform": "activecampaign", "account_name": "shop",
        "api_key": { "replace": "an0ther-k3y-of-a-merchant-0123456789" },
        "ecommerce": { "orders": true, "abandoned_carts": false },
    });
    let saved = anna.change(&account, &etag, &update).await;
    saved.expect(200);
    // The same settings and state again: nothing changed.
    let mut same = update.clone();
    same["api_key"] = json!("keep");
    let etag = saved.header("etag").to_owned();
    anna.change(&account, &etag, &same).await.expect(200);
    let enabled = format!("{account}/enabled");
    anna.put(&enabled, &json!({ "enabled": true }))
        .await
        .expect(200);

    proxy
        .shop("shop")
        .put(&enabled, &json!({ "enabled": false }))
        .await
        .expect(200);
    anna.put(&enabled, &json!({ "enabled": true }))
        .await
        .expect(200);
    anna.test(&account).await;
    anna.send(Method::DELETE, &account).await.expect(204);

    let (anna, mario) = (json!("anna.bianchi"), json!("mario"));
    let expected = [
        ("account_created", json!({ "user": anna })),
        (
            "account_changed",
            json!({ "user": anna, "settings": "description,api_key,orders_on" }),
        ),
        ("account_disabled", json!({ "user": mario })),
        ("account_enabled", json!({ "user": anna })),
        (
            "connection_tested",
            json!({ "user": anna, "outcome": "ok" }),
        ),
        ("account_deleted", json!({ "user": anna })),
    ];
    let expected = expected.map(|(code, params)| (code.to_owned(), params));
    assert_eq!(rows(&proxy).await, expected);
    let log = proxy.shop("shop").get("/api/v1/log").await.expect(200);
    assert!(!log.to_string().contains("k3y-of"), "a key is in the log");
    // The account's description at the time of the event is kept.
    assert_eq!(log["entries"][0]["account_description"], "Un altro nome");
    assert_eq!(
        proxy
            .shop("shop")
            .get("/api/v1/log?text=BIANCHI")
            .await
            .expect(200)["total"],
        5
    );
}

#[tokio::test]
async fn a_save_that_is_sent_twice_or_does_not_succeed_is_not_in_the_log_twice() {
    let proxy = Proxy::start().await;
    let mario = proxy.shop("shop");
    let account = mario
        .save("shop", "s3cret-k3y-of-a-merchant-0123456789")
        .await;
    let typed = json!({
        "description": "Secondo", "platform": "activecampaign", "account_name": "shop",
        "api_key": { "replace": "s3cret-k3y-of-a-merchant-0123456789" },
    });
    mario.post("/api/v1/accounts", &typed).await.expect(409);
    let update = json!({
        "description": "Altro", "platform": "activecampaign", "account_name": "shop",
        "api_key": "keep",
    });
    mario.change(&account, "\"999\"", &update).await.expect(412);
    proxy
        .shop("another")
        .send(Method::DELETE, &account)
        .await
        .expect(404);
    let codes: Vec<String> = rows(&proxy)
        .await
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    assert_eq!(codes, ["account_created"]);
}
