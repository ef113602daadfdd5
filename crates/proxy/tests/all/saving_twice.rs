//! A save with a lost response is repeated with the same `Idempotency-Key`.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Answer, Proxy, Shop, new_account};

const ACCOUNTS: &str = "/api/v1/accounts";

async fn save(shop: &Shop<'_>, key: &str, body: &Value) -> Answer {
    let request = shop.request(Method::POST, ACCOUNTS);
    let request = request.header("idempotency-key", key).json(body);
    Answer::read(request.send().await.unwrap()).await
}

#[tokio::test]
async fn saving_twice_creates_one_account_and_answers_the_same() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let first = save(&shop, "save-1", &new_account()).await;
    let second = save(&shop, "save-1", &new_account()).await;
    assert_eq!(first.expect(201), second.expect(201));
    for header in ["location", "etag"] {
        assert_eq!(first.header(header), second.header(header));
    }
}

#[tokio::test]
async fn two_sendings_of_one_save_at_the_same_moment_both_succeed() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    let body = new_account();
    let saves = (0..4).map(|_| save(&shop, "save-1", &body));
    let answers = futures_util::future::join_all(saves).await;
    for answer in &answers {
        assert_eq!(answer.expect(201)["id"], answers[0].expect(201)["id"]);
    }
}

#[tokio::test]
async fn another_save_or_another_content_is_told_of_the_account_there_is() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    save(&shop, "save-1", &new_account()).await.expect(201);
    save(&shop, "save-2", &new_account())
        .await
        .problem(409, "platform_already_configured");
    for (field, value) in [
        ("description", json!("Altro")),
        ("api_key", json!({"replace": "another key"})),
    ] {
        let mut other = new_account();
        other[field] = value;
        let answer = save(&shop, "save-1", &other).await;
        if field == "api_key" {
            assert_eq!(answer.fields(), ["/api_key invalid_character"]);
        } else {
            answer.problem(409, "platform_already_configured");
        }
    }
    let mut other = new_account();
    other["api_key"]["replace"] = "another-key".into();
    save(&shop, "save-1", &other)
        .await
        .problem(409, "platform_already_configured");
}

#[tokio::test]
async fn the_name_of_a_save_belongs_to_its_site() {
    let proxy = Proxy::start().await;
    let first = save(&proxy.shop("a"), "save-1", &new_account()).await;
    let second = save(&proxy.shop("b"), "save-1", &new_account()).await;
    assert_ne!(first.expect(201)["id"], second.expect(201)["id"]);
}

#[tokio::test]
async fn a_name_that_cannot_be_read_is_refused() {
    let proxy = Proxy::start().await;
    let shop = proxy.shop("a");
    for key in ["", "two words", &"x".repeat(129)] {
        save(&shop, key, &new_account())
            .await
            .problem(400, "malformed_request");
    }
    save(&shop, &"x".repeat(128), &new_account())
        .await
        .expect(201);
}
