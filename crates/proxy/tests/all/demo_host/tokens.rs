use reqwest::Method;
use serde_json::json;

use super::support::{answer, ask, token_in_page};
use crate::support::Setup;

#[tokio::test]
async fn the_back_office_gives_tokens_as_they_are_wished_for() {
    let proxy = Setup::new().demo().start().await;
    let wishes = json!({"lang": "en", "modules": [], "unified_cart": false});
    let made = answer(ask(&proxy, Method::POST, "/token").json(&wishes)).await;
    let token = made.expect(200)["token"].as_str().unwrap().to_owned();
    let session = proxy.with_token(&token).get("/api/v1/session").await;
    let session = session.expect(200);
    assert_eq!(session["language"], "en");
    assert_eq!(session["unified_cart"], false);
    let ended = json!({"ttl_seconds": -600});
    let ended = answer(ask(&proxy, Method::POST, "/token").json(&ended)).await;
    let token = ended.expect(200)["token"].as_str().unwrap().to_owned();
    let refused = proxy.with_token(&token).get("/api/v1/session").await;
    refused.problem(401, "unauthenticated");
    let wrong = json!({"site": "another"});
    let wrong = answer(ask(&proxy, Method::POST, "/token").json(&wrong)).await;
    assert_eq!(wrong.fields(), ["/site unknown_field"]);
}

#[tokio::test]
async fn the_page_brings_a_token_of_its_switches() {
    let proxy = Setup::new().demo().start().await;
    let token = token_in_page(&proxy, "/?lang=en&module=off&cart=yes&ttl=30").await;
    let session = proxy.with_token(&token).get("/api/v1/session").await;
    let session = session.expect(200);
    assert_eq!(session["language"], "en");
    assert_eq!(session["modules"], json!([]));
    assert_eq!(session["unified_cart"], true);
    // Whatever stands there, a page comes.
    let odd = token_in_page(&proxy, "/?lang=xx&ttl=99999999999&cart=%3C").await;
    let session = proxy.with_token(&odd).get("/api/v1/session").await;
    assert_eq!(session.expect(200)["language"], "it");
}
