//! Session tokens, `GET /api/v1/session` and `GET /api/v1/platforms`.

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::support::{Proxy, SECRET, Setup, claims, sign};

const SESSION: &str = "/api/v1/session";

#[tokio::test]
async fn the_session_says_what_the_host_said() {
    let proxy = Proxy::start().await;
    let session = proxy.shop("a").get(SESSION).await.expect(200);
    let mut expected = json!({
        "user": "mario", "language": "it", "modules": ["activecampaign"], "unified_cart": null,
        "site": {"id": "a", "name": "Negozio", "url": "https://negozio.example"},
    });
    assert_eq!(session, expected);

    let mut claims = claims("a");
    claims["lang"] = "en".into();
    claims["unified_cart"] = true.into();
    let session = proxy.with_token(&sign(&claims, SECRET)).get(SESSION).await;
    expected["language"] = "en".into();
    expected["unified_cart"] = true.into();
    assert_eq!(session.expect(200), expected);
}

#[tokio::test]
async fn every_platform_is_listed_with_its_module() {
    let proxy = Proxy::start().await;
    let listed = proxy.shop("a").get("/api/v1/platforms").await.expect(200);
    let short: Vec<Value> = listed["platforms"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| json!([p["id"], p["name"], p["module_active"], p["configurable"]]))
        .collect();
    assert_eq!(
        json!(short),
        json!([
            ["activecampaign", "ActiveCampaign", true, true],
            ["clerk_io", "Clerk.io", false, false],
            ["wa_smart_business", "WA Smart Business", false, false],
            ["telegram", "Telegram", false, false],
        ])
    );
}

/// The claims of site `a` with a change.
fn but(change: impl FnOnce(&mut Value)) -> Value {
    let mut claims = claims("a");
    change(&mut claims);
    claims
}

async fn refused(proxy: &Proxy, token: &str, why: &str) {
    let answer = proxy.with_token(token).get(SESSION).await;
    assert_eq!(answer.status, 401, "{why}: {}", answer.text);
    answer.problem(401, "unauthenticated");
    let challenge = answer.header("www-authenticate");
    assert_eq!(challenge, "Bearer error=\"invalid_token\"", "{why}");
}

#[tokio::test]
async fn every_claim_is_required_and_checked() {
    let proxy = Proxy::start().await;
    for claim in [
        "iss",
        "aud",
        "sub",
        "site",
        "site_name",
        "site_url",
        "modules",
        "lang",
        "iat",
        "nbf",
        "exp",
        "jti",
    ] {
        let without = but(|claims| {
            claims.as_object_mut().unwrap().remove(claim);
        });
        refused(&proxy, &sign(&without, SECRET), claim).await;
    }
    for (claim, value) in [
        ("iss", json!("somebody")),
        ("iss", json!(["passweb"])),
        ("aud", json!("events")),
        ("aud", json!("Panel")),
        ("aud", json!(["panel"])),
        ("aud", json!(["panel", "events"])),
        ("sub", json!("")),
        ("site", json!("")),
        ("site", json!("two words")),
        ("site", json!("x".repeat(129))),
        ("site", json!(7)),
        ("modules", json!("activecampaign")),
        ("lang", json!("de")),
        ("unified_cart", json!("yes")),
        ("jti", json!("")),
        ("sub", json!("ma\nrio")),
        ("jti", json!("\u{1b}[31m")),
        ("site_name", json!("Nego\0zio")),
        ("site_url", json!("https://negozio.example\r\n")),
        ("modules", json!(["active\tcampaign"])),
    ] {
        let wrong = but(|claims| claims[claim] = value.clone());
        refused(&proxy, &sign(&wrong, SECRET), &format!("{claim} {value}")).await;
    }
}

#[tokio::test]
async fn a_token_lives_ten_minutes_at_most_and_clocks_may_be_a_minute_apart() {
    let proxy = Proxy::start().await;
    // Seconds from now: issued, valid from, expires.
    for (iat, nbf, exp, ok) in [
        (0, 0, 600, true),
        (-595, -595, 5, true),
        (-300, -300, -55, true),
        (55, 55, 100, true),
        (-57, -57, -56, true),
        (0, 0, 601, false),
        (0, -700, 600, true),
        (-300, -300, -60, false),
        (0, 63, 600, false),
        (63, 0, 600, false),
        (0, 0, 0, false),
        (0, 5, 4, false),
        (5, 0, 4, false),
        (-1_000_000_000_000, 0, 600, false),
    ] {
        let times = but(|claims| {
            let now = claims["iat"].as_i64().unwrap();
            claims["iat"] = (now + iat).into();
            claims["nbf"] = (now + nbf).into();
            claims["exp"] = (now + exp).into();
        });
        let token = sign(&times, SECRET);
        let status = proxy.with_token(&token).get(SESSION).await.status;
        assert_eq!(status == 200, ok, "{iat} {nbf} {exp}: {status}");
    }
}

#[tokio::test]
async fn only_hs256_with_the_shared_secret_is_accepted() {
    let proxy = Proxy::start().await;
    let claims = claims("a");
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    for algorithm in [Algorithm::HS384, Algorithm::HS512] {
        let token = encode(&Header::new(algorithm), &claims, &key).unwrap();
        refused(&proxy, &token, "another algorithm").await;
    }
    let critical = Header {
        crit: Some(vec!["exp".into()]),
        ..Header::new(Algorithm::HS256)
    };
    let token = encode(&critical, &claims, &key).unwrap();
    refused(&proxy, &token, "crit").await;

    let other = sign(&claims, "another secret, which is also 32 bytes long");
    refused(&proxy, &other, "another secret").await;
    let sound = sign(&claims, SECRET);
    let (head, _) = sound.rsplit_once('.').unwrap();
    // {"alg":"none","typ":"JWT"}
    let none = format!(
        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.",
        head.split('.').nth(1).unwrap()
    );
    for token in [
        none.as_str(),
        head,
        &format!("{head}."),
        "x",
        "a.b.c",
        "...",
    ] {
        refused(&proxy, token, token).await;
    }
}

#[tokio::test]
async fn another_scheme_than_bearer_is_refused() {
    let proxy = Proxy::start().await;
    for header in ["Basic bWFyaW86", "Bearer", "Token x"] {
        let request = proxy.request(reqwest::Method::GET, SESSION);
        let answer = request
            .header("authorization", header)
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 401, "{header}");
    }
    let answer = proxy.get(SESSION).await;
    answer.problem(401, "unauthenticated");
    assert_eq!(answer.header("www-authenticate"), "Bearer");
}

#[tokio::test]
async fn two_secrets_are_valid_while_the_sides_change_over() {
    let old = "the secret before, which is 32 bytes too";
    let proxy = Setup::new()
        .with("session-secret-previous", old)
        .start()
        .await;
    for secret in [SECRET, old] {
        let token = sign(&claims("a"), secret);
        proxy.with_token(&token).get(SESSION).await.expect(200);
    }
    let third = sign(&claims("a"), "a third secret, which nobody ever agreed on");
    refused(&proxy, &third, "a third secret").await;
}
