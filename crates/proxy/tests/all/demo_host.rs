//! The demo back office on its own origin.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use reqwest::{Client, Method, RequestBuilder, redirect::Policy};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::{Answer, Proxy, Setup, Shop, new_account, sandbox};

fn ask(proxy: &Proxy, method: Method, path: &str) -> RequestBuilder {
    let http = Client::builder().no_proxy().redirect(Policy::none());
    let url = format!("{}{path}", proxy.host());
    http.build().unwrap().request(method, url)
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let rest = text.split_once(start).expect(start).1;
    rest.split_once(end).expect(end).0
}

/// The token of a merchant that stands in the page.
async fn token_in_page(proxy: &Proxy, switches: &str) -> String {
    let page = answer(ask(proxy, Method::GET, switches)).await.text;
    let session = between(&page, "id=\"first-session\">", "</script>");
    let session: Value = serde_json::from_str(session).unwrap();
    session["token"].as_str().unwrap().to_owned()
}

/// A demo with an account that sends orders and carts to the sandbox, and its merchant's token.
async fn connected() -> (Proxy, String) {
    let url = sandbox().await;
    let proxy = Setup::new().demo().with("activecampaign-url", &url);
    let proxy = proxy.start().await;
    let token = token_in_page(&proxy, "/").await;
    let shop = proxy.with_token(&token);
    let made = shop.post("/api/v1/accounts", &new_account()).await;
    let id = made.expect(201)["id"].as_str().unwrap().to_owned();
    let mut account = new_account();
    account["api_key"] = json!("keep");
    account["ecommerce"] = json!({"orders": true, "abandoned_carts": true});
    let path = format!("/api/v1/accounts/{id}");
    let changed = shop.change(&path, made.header("etag"), &account).await;
    changed.expect(200);
    (proxy, token)
}

fn order(number: &str) -> Value {
    json!({
        "id": format!("id-{number}"), "number": number,
        "placed_at": "2026-11-20T10:00:00Z", "updated_at": "2026-11-20T10:00:00Z",
        "url": "/ordini", "currency": "EUR", "total": "12.90",
        "billing": {"first_name": "Anna", "last_name": "Rossi", "email": "anna@example.com"},
        "lines": [{"product_id": "1", "name": "Tazza", "quantity": 1, "unit_price": "12.90"}],
    })
}

async fn place(proxy: &Proxy, number: &str) -> Value {
    let orders = json!({"orders": [order(number)]});
    let placed = ask(proxy, Method::POST, "/events/orders").json(&orders);
    answer(placed).await.expect(202)
}

async fn now(proxy: &Proxy) -> Value {
    answer(ask(proxy, Method::GET, "/activecampaign"))
        .await
        .expect(200)
}

/// Waits until what the page shows is as `is`.
async fn until(proxy: &Proxy, is: impl Fn(&Value) -> bool) -> Value {
    let mut shown = Value::Null;
    for _ in 0..200 {
        shown = now(proxy).await;
        if is(&shown) {
            return shown;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the page shows {shown:#}");
}

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

async fn answer(request: RequestBuilder) -> Answer {
    Answer::read(request.send().await.unwrap()).await
}

#[tokio::test]
async fn the_back_office_is_served_in_the_demo_alone() {
    assert!(Proxy::start().await.back_office.is_none());
    let proxy = Setup::new().demo().start().await;
    assert_ne!(proxy.host(), proxy.base);
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/page.css", "text/css; charset=utf-8"),
        ("/page.js", "text/javascript"),
        ("/frame.js", "text/javascript"),
        ("/shop.css", "text/css; charset=utf-8"),
        ("/shop/shop.js", "text/javascript"),
    ] {
        let file = answer(ask(&proxy, Method::GET, path)).await;
        assert_eq!(file.status, 200, "{path}");
        assert_eq!(file.header("content-type"), kind, "{path}");
    }
    let nothing = answer(ask(&proxy, Method::GET, "/api/v1/session")).await;
    nothing.problem(404, "not_found");
}

#[tokio::test]
async fn the_back_office_loads_its_own_files_and_frames_the_panel_alone() {
    let proxy = Setup::new().demo().start().await;
    let page = answer(ask(&proxy, Method::GET, "/")).await.text;
    let start = between(&page, "<script>", "</script>");
    let start = STANDARD.encode(Sha256::digest(start));
    let policy = format!(
        "default-src 'none'; script-src 'self' 'sha256-{start}'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; frame-src {}; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
        proxy.base
    );
    for path in ["/", "/page.js", "/nowhere"] {
        let page = answer(ask(&proxy, Method::GET, path)).await;
        assert_eq!(page.header("content-security-policy"), policy, "{path}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.header("permissions-policy").contains("camera=()"));
    }
    let said = format!("data-panel-origin=\"{}\"", proxy.base);
    assert!(page.contains(&said), "{page}");
}

#[tokio::test]
async fn the_back_office_is_one_of_the_hosts() {
    let hosts = "https://passweb.example";
    let proxy = Setup::new()
        .demo()
        .with("host-origins", hosts)
        .panel_file("index.html", "<!doctype html>")
        .start()
        .await;
    let frame = proxy.get("/api/v1/frame").await.expect(200);
    assert_eq!(frame, json!({"host_origins": [hosts, proxy.host()]}));
    let page = proxy.get("/").await;
    let policy = page.header("content-security-policy");
    let ancestors = format!("frame-ancestors {hosts} {}", proxy.host());
    assert!(policy.ends_with(&ancestors), "{policy}");
}

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
async fn the_back_office_answers_under_its_own_name_alone() {
    let proxy = Setup::new().demo().start().await;
    for host in ["localhost", "evil.example", "127.0.0.1"] {
        let page = ask(&proxy, Method::GET, "/?lang=en").header("host", host);
        let page = answer(page).await;
        assert_eq!(page.status, 307, "{host}");
        let own = format!("{}/?lang=en", proxy.host());
        assert_eq!(page.header("location"), own, "{host}");
        let token = ask(&proxy, Method::POST, "/token").header("host", host);
        answer(token).await.problem(421, "malformed_request");
    }
}

#[tokio::test]
async fn the_back_office_says_which_methods_it_has() {
    let proxy = Setup::new().demo().start().await;
    for (method, path, allowed) in [
        (Method::POST, "/", "GET,HEAD"),
        (Method::DELETE, "/page.js", "GET,HEAD"),
        (Method::GET, "/token", "POST"),
    ] {
        let refused = answer(ask(&proxy, method, path)).await;
        refused.problem(405, "method_not_allowed");
        assert_eq!(refused.header("allow"), allowed, "{path}");
    }
}

#[tokio::test]
async fn the_back_office_is_where_it_was_asked_to_be_and_never_where_others_reach_it() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let proxy = Setup::new().demo().with("demo-host-listen", &address);
    assert_eq!(proxy.start().await.host(), format!("http://{address}"));
    for (listen, allowed) in [("0.0.0.0:0", false), ("[::1]:0", true)] {
        let config = Setup::new().demo().with("demo-host-listen", listen);
        assert_eq!(config.config().is_ok(), allowed, "{listen}");
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_said_when_it_was_asked_for_and_passed_over_when_not() {
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap();
    let asked = Setup::new().demo();
    let asked = asked.with("demo-host-listen", &taken.to_string());
    let refused = proxy::start(asked.config().unwrap()).await.err().unwrap();
    assert!(
        refused.to_string().contains("DEMO_HOST_LISTEN"),
        "{refused}"
    );
    let before = format!("127.0.0.1:{}", taken.port() - 1);
    if std::net::TcpListener::bind(&before).is_ok() {
        let proxy = Setup::new().demo().with("listen", &before).start().await;
        assert_ne!(proxy.host(), format!("http://{taken}"));
    }
}

#[tokio::test]
async fn an_order_placed_in_the_back_office_is_seen_beside_it_with_contact_and_tag() {
    let (proxy, _) = connected().await;
    let before = now(&proxy).await;
    assert_eq!(before["is_sandbox"], true);
    assert_eq!(before["account"]["account_name"], "negozio");
    assert_eq!(before["holdings"]["orders"], json!([]));
    assert_eq!(place(&proxy, "1001").await["accepted"], 1);
    let sent = until(&proxy, |it| it["account"]["transfers"]["sent"] == 1).await;
    let contact = json!({
        "name": "Anna Rossi", "email": "anna@example.com",
        "tags": ["Passweb Integration -- customer"],
    });
    assert_eq!(sent["holdings"]["contacts"], json!([contact]));
    let order = json!({
        "number": "1001", "email": "anna@example.com", "currency": "EUR", "cents": 1290,
        "state": 1, "is_history": false,
    });
    assert_eq!(sent["holdings"]["orders"], json!([order]));
    let calls = sent["calls"].as_array().unwrap();
    assert!(
        calls
            .iter()
            .any(|it| it["kind"] == "POST ecomOrders" && it["status"] == 201),
        "{calls:#?}"
    );
}

#[tokio::test]
async fn the_back_office_hands_over_the_very_bytes_that_a_shop_may_have() {
    let (proxy, _) = connected().await;
    let body = json!({"orders": [order("1001")]}).to_string();
    let (start, end) = body.split_once("Tazza").unwrap();
    let body = [start.as_bytes(), b"Caff\xe8", end.as_bytes()].concat();
    let placed = ask(&proxy, Method::POST, "/events/orders").body(body);
    let placed = placed.header("content-type", "application/json");
    let placed = answer(placed).await.expect(202);
    assert_eq!(placed["adjusted"][0]["code"], "encoding", "{placed}");
}

#[tokio::test]
async fn the_back_office_ends_synchronisations_and_the_cart_leaves() {
    let (proxy, _) = connected().await;
    let cart = json!({
        "id": "C1", "abandoned_at": "2026-11-20T10:00:00Z", "updated_at": "2026-11-20T10:00:00Z",
        "recovery_url": "https://negozio-demo.example/c/1", "currency": "EUR", "total": "12.90",
        "customer": {"id": "1", "registered": true, "email": "anna@example.com"},
        "lines": order("1")["lines"],
    });
    let carts = ask(&proxy, Method::POST, "/events/carts").json(&json!({"carts": [cart]}));
    assert_eq!(answer(carts).await.expect(202)["accepted"], 1);
    assert_eq!(now(&proxy).await["account"]["transfers"]["held"], 1);
    let end = json!({"id": "s1", "kind": "full", "ended_at": "2026-11-20T10:05:00Z"});
    let end = ask(&proxy, Method::POST, "/events/synchronisations").json(&end);
    answer(end).await.expect(202);
    let sent = until(&proxy, |it| it["holdings"]["order_count"] == 1).await;
    assert_eq!(sent["holdings"]["orders"][0]["state"], 2);
    assert_eq!(sent["holdings"]["orders"][0]["number"], "C1");
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

#[tokio::test]
async fn a_page_of_another_site_cannot_place_orders() {
    let (proxy, _) = connected().await;
    let body = json!({"orders": [order("1001")]}).to_string();
    let placed = ask(&proxy, Method::POST, "/events/orders").body(body);
    let refused = answer(placed.header("content-type", "text/plain")).await;
    assert_eq!(refused.status, 415);
    let elsewhere = ask(&proxy, Method::POST, "/events/anything").json(&json!({}));
    answer(elsewhere).await.problem(404, "not_found");
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

#[tokio::test]
async fn the_frame_shows_the_panel_of_another_server_while_it_is_developed() {
    let trunk = "http://127.0.0.1:8082";
    let proxy = Setup::new().demo().with("demo-panel-origin", trunk);
    let proxy = proxy.start().await;
    let page = answer(ask(&proxy, Method::GET, "/")).await;
    assert!(
        page.text
            .contains(&format!("data-panel-origin=\"{trunk}\""))
    );
    let policy = page.header("content-security-policy");
    assert!(policy.contains(&format!("frame-src {trunk};")), "{policy}");
}
