use reqwest::{Client, Method, RequestBuilder, redirect::Policy};
use serde_json::{Value, json};

use crate::support::{Answer, Proxy, Setup, eventually, new_account, sandbox};

pub fn ask(proxy: &Proxy, method: Method, path: &str) -> RequestBuilder {
    let http = Client::builder().no_proxy().redirect(Policy::none());
    let url = format!("{}{path}", proxy.host());
    http.build().unwrap().request(method, url)
}

pub async fn answer(request: RequestBuilder) -> Answer {
    Answer::read(request.send().await.unwrap()).await
}

pub fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let rest = text.split_once(start).expect(start).1;
    rest.split_once(end).expect(end).0
}

/// The token of a merchant that stands in the page.
pub async fn token_in_page(proxy: &Proxy, switches: &str) -> String {
    let page = answer(ask(proxy, Method::GET, switches)).await.text;
    let session = between(&page, "id=\"first-session\">", "</script>");
    let session: Value = serde_json::from_str(session).unwrap();
    session["token"].as_str().unwrap().to_owned()
}

/// A demo with an account that sends orders and carts to the sandbox, and its merchant's token.
pub async fn connected() -> (Proxy, String) {
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

pub fn order(number: &str) -> Value {
    json!({
        "id": format!("id-{number}"), "number": number,
        "placed_at": "2026-11-20T10:00:00Z", "updated_at": "2026-11-20T10:00:00Z",
        "url": "/ordini", "currency": "EUR", "total": "12.90",
        "billing": {"first_name": "Anna", "last_name": "Rossi", "email": "anna@example.com"},
        "lines": [{"product_id": "1", "name": "Tazza", "quantity": 1, "unit_price": "12.90"}],
    })
}

pub async fn place(proxy: &Proxy, number: &str) -> Value {
    let orders = json!({"orders": [order(number)]});
    let placed = ask(proxy, Method::POST, "/events/orders").json(&orders);
    answer(placed).await.expect(202)
}

pub async fn now(proxy: &Proxy) -> Value {
    answer(ask(proxy, Method::GET, "/activecampaign"))
        .await
        .expect(200)
}

/// Waits until what the page shows is as `is`.
pub async fn until(proxy: &Proxy, is: impl Fn(&Value) -> bool) -> Value {
    eventually("what the page shows", async || {
        Some(now(proxy).await).filter(&is)
    })
    .await
}
