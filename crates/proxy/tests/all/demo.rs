//! Demo mode.

use reqwest::Method;
use serde_json::json;

use crate::support::{Answer, Setup};

const TOKEN: &str = "/demo/token";

#[tokio::test]
async fn the_demo_hands_out_a_session_of_its_own_site() {
    let proxy = Setup::new().demo().start().await;
    let made = proxy.nobody().send(Method::POST, TOKEN).await.expect(200);
    let shop = proxy.with_token(made["token"].as_str().unwrap());
    let session = shop.get("/api/v1/session").await.expect(200);
    assert_eq!(
        session,
        json!({
            "user": "demo", "language": "it", "modules": ["activecampaign"], "unified_cart": null,
            "site": {
                "id": "demo", "name": "Negozio Demo", "url": "https://negozio-demo.example",
            },
        })
    );
}

#[tokio::test]
async fn a_demo_session_can_be_wished_for() {
    let proxy = Setup::new().demo().start().await;
    let wishes = json!({"lang": "en", "modules": [], "unified_cart": true, "ttl_seconds": 1});
    let made = proxy.nobody().post(TOKEN, &wishes).await.expect(200);
    let shop = proxy.with_token(made["token"].as_str().unwrap());
    let session = shop.get("/api/v1/session").await.expect(200);
    assert_eq!(session["language"], "en");
    assert_eq!(session["modules"], json!([]));
    assert_eq!(session["unified_cart"], true);
    let ended = proxy
        .nobody()
        .post(TOKEN, &json!({"ttl_seconds": -61}))
        .await;
    let shop = proxy.with_token(ended.expect(200)["token"].as_str().unwrap());
    shop.get("/api/v1/session")
        .await
        .problem(401, "unauthenticated");
    let long = proxy
        .nobody()
        .post(TOKEN, &json!({"ttl_seconds": 601}))
        .await;
    assert_eq!(long.fields(), ["/ttl_seconds wrong_type"]);
    let wrong = proxy
        .nobody()
        .post(TOKEN, &json!({"site": "another"}))
        .await;
    assert_eq!(wrong.fields(), ["/site unknown_field"]);
}

#[tokio::test]
async fn without_demo_there_is_no_such_route() {
    let proxy = Setup::new().start().await;
    let answer = proxy.nobody().send(Method::POST, TOKEN).await;
    answer.problem(404, "not_found");
}

#[tokio::test]
async fn a_page_that_has_its_name_lead_here_gets_no_session() {
    let proxy = Setup::new().demo().start().await;
    for (host, status) in [
        ("evil.example", 400),
        ("evil.example:8080", 400),
        ("localhost:8080", 200),
        ("[::1]:8080", 200),
    ] {
        let request = proxy.request(Method::POST, TOKEN).header("host", host);
        let answer = Answer::read(request.send().await.unwrap()).await;
        assert_eq!(answer.status, status, "{host}: {}", answer.text);
    }
}

#[test]
fn the_demo_is_refused_on_an_address_that_others_reach() {
    for (listen, allowed) in [
        ("0.0.0.0:0", false),
        ("[::]:0", false),
        ("192.0.2.1:80", false),
        ("127.0.0.1:0", true),
        ("127.1.2.3:0", true),
        ("[::1]:0", true),
    ] {
        let config = Setup::new().demo().with("listen", listen).config();
        assert_eq!(config.is_ok(), allowed, "{listen}");
    }
}
