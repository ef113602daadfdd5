//! Calls every route of the OpenAPI document, so that no new route is forgotten.

use reqwest::Method;
use serde_json::Value;

use crate::support::{Answer, Proxy, SECRET, Setup, claims, sign, token};

/// The public routes.
const PUBLIC: [&str; 6] = [
    "POST /demo/token",
    "GET /api/openapi.json",
    "GET /api/v1/frame",
    "GET /healthz",
    "GET /metrics",
    "GET /readyz",
];

struct Route {
    method: Method,
    path: String,
    audience: Option<String>,
}

async fn routes(proxy: &Proxy) -> Vec<Route> {
    let document = proxy.get("/api/openapi.json").await.expect(200);
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            routes.push(Route {
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                audience: audience(operation),
            });
        }
    }
    assert!(routes.len() > 10);
    routes
}

/// The security schemes are named after the audiences of tokens.
fn audience(operation: &Value) -> Option<String> {
    let scheme = operation["security"][0].as_object()?;
    Some(scheme.keys().next()?.clone())
}

async fn ask(proxy: &Proxy, route: &Route, id: &str, token: Option<&str>) -> Answer {
    let request = proxy.request(route.method.clone(), &route.path.replace("{id}", id));
    let request = match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    };
    Answer::read(request.send().await.unwrap()).await
}

/// A changed token for `audience` of site `a`.
fn changed(audience: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut claims = claims("a");
    claims["aud"] = audience.into();
    change(&mut claims);
    claims
}

#[tokio::test]
async fn what_is_public_is_what_was_meant_to_be() {
    let proxy = Setup::new().demo().start().await;
    let mut public: Vec<String> = routes(&proxy)
        .await
        .iter()
        .filter(|route| route.audience.is_none())
        .map(|route| format!("{} {}", route.method, route.path))
        .collect();
    public.sort();
    let mut expected = PUBLIC.to_vec();
    expected.sort_unstable();
    assert_eq!(public, expected);
}

#[tokio::test]
async fn no_route_opens_without_a_sound_token_of_its_audience() {
    let proxy = Proxy::start().await;
    let path = proxy.shop("a").save("negozio", "0123456789").await;
    let id = path.rsplit('/').next().unwrap();
    for route in routes(&proxy).await {
        let Some(audience) = &route.audience else {
            continue;
        };
        let other = if audience == "panel" {
            "events"
        } else {
            "panel"
        };
        let sound = changed(audience, |_| {});
        let signed = sign(&sound, SECRET);
        let payload = signed.split('.').nth(1).unwrap();
        let expired = changed(audience, |claims| {
            let now = claims["iat"].as_i64().unwrap();
            claims["iat"] = (now - 300).into();
            claims["nbf"] = (now - 300).into();
            claims["exp"] = (now - 61).into();
        });
        let tokens = [
            ("no token", None),
            (
                "wrong signature",
                Some(sign(&sound, "another secret that is 32 bytes long")),
            ),
            ("expired", Some(sign(&expired, SECRET))),
            ("alg none", Some(format!("eyJhbGciOiJub25lIn0.{payload}."))),
            (
                "other audience",
                Some(sign(&changed(other, |_| {}), SECRET)),
            ),
        ];
        for (what, token) in tokens {
            let answer = ask(&proxy, &route, id, token.as_deref()).await;
            assert_eq!(
                answer.status, 401,
                "{what}: {} {}",
                route.method, route.path
            );
            answer.problem(401, "unauthenticated");
        }
    }
    proxy.shop("a").get(&path).await.expect(200);
}

#[tokio::test]
async fn another_site_s_ids_are_not_there() {
    let proxy = Proxy::start().await;
    let path = proxy.shop("a").save("negozio", "0123456789").await;
    let id = path.rsplit('/').next().unwrap();
    let stranger = token("b");
    let mut walked = 0;
    for route in routes(&proxy).await {
        if route.path.contains("{id}") {
            let answer = ask(&proxy, &route, id, Some(&stranger)).await;
            answer.problem(404, "not_found");
            walked += 1;
        }
    }
    assert!(walked >= 5);
    let account = proxy.shop("a").get(&path).await;
    assert_eq!(account.header("etag"), "\"1\"");
}

#[tokio::test]
async fn no_answer_is_ever_kept_by_a_cache_or_taken_for_something_else() {
    let proxy = Proxy::start().await;
    for route in routes(&proxy).await {
        for token in [None, Some(token("a"))] {
            let answer = ask(&proxy, &route, "x", token.as_deref()).await;
            let what = format!("{} {}: {}", route.method, route.path, answer.status);
            assert_eq!(answer.header("cache-control"), "no-store", "{what}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
            assert_eq!(answer.header("referrer-policy"), "no-referrer", "{what}");
            assert!(answer.header("permissions-policy").contains("camera=()"));
            let policy = answer.header("content-security-policy");
            assert_eq!(
                policy, "default-src 'none'; frame-ancestors 'none'",
                "{what}"
            );
            assert!(!answer.header("x-request-id").is_empty(), "{what}");
        }
    }
}
