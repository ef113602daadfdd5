use std::{ops::Range, time::Duration};

use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::{
    Program,
    tokens::{SECRET, claims, sign, token},
};

/// Shops with an account that sends orders.
pub struct Shops {
    pub list: Vec<Shop>,
    sandbox: String,
}

/// A shop. Its site and its ActiveCampaign account have the same name.
#[derive(Clone)]
pub struct Shop {
    pub name: String,
    /// Path of its account.
    pub account: String,
    base: String,
    http: Client,
}

impl Shops {
    /// Creates `count` accounts and enables their orders.
    pub async fn open(program: &Program, sandbox: &str, count: usize) -> Self {
        let http = Client::builder().no_proxy().build().unwrap();
        let mut list = Vec::with_capacity(count);
        for number in 0..count {
            let mut shop = Shop {
                name: format!("shop{number}"),
                account: String::new(),
                base: program.base.clone(),
                http: http.clone(),
            };
            shop.open().await;
            list.push(shop);
        }
        Self {
            list,
            sandbox: sandbox.to_owned(),
        }
    }

    /// From now on ActiveCampaign is in maintenance for an hour: everything waits.
    pub async fn close_activecampaign(&self) {
        for shop in &self.list {
            let plan = json!({ "shares": { "maintenance": 1.0 }, "retry_after_seconds": 3600 });
            self.control(shop, Method::PUT, "/faults", &plan).await;
        }
    }

    /// Calls to ActiveCampaign: the total of all shops, and the maximum in one second of one shop.
    pub async fn calls(&self) -> (u64, u64) {
        let (mut total, mut most) = (0, 0);
        for shop in &self.list {
            let calls = self
                .control(shop, Method::GET, "/calls", &Value::Null)
                .await;
            total += calls["total"].as_u64().unwrap();
            most = most.max(calls["max_in_one_second"].as_u64().unwrap());
        }
        (total, most)
    }

    /// Waits until everything was sent.
    pub async fn until_sent(&self) {
        for shop in &self.list {
            while shop.waiting().await > 0 {
                sleep(Duration::from_millis(100)).await;
            }
        }
    }

    /// Whether ActiveCampaign has this order of a shop.
    pub async fn is_in_activecampaign(&self, shop: &Shop, number: u64) -> bool {
        let null = Value::Null;
        let held = self.control(shop, Method::GET, "", &null).await;
        let orders = held["orders"].as_array().unwrap();
        let id = id(number);
        orders.iter().any(|order| order["externalid"] == *id)
    }

    async fn control(&self, shop: &Shop, method: Method, path: &str, body: &Value) -> Value {
        let url = format!("{}/_sandbox/accounts/{}{path}", self.sandbox, shop.name);
        let request = shop.http.request(method, url).json(body);
        let answer = request.send().await.unwrap().error_for_status().unwrap();
        answer.json().await.unwrap_or_default()
    }
}

impl Shop {
    async fn open(&mut self) {
        let new = json!({
            "description": self.name, "platform": "activecampaign", "account_name": self.name,
            "api_key": { "replace": "0123456789abcdef0123456789abcdef" },
        });
        let saved = self.ask(Method::POST, "/api/v1/accounts", &new).await;
        self.account = format!("/api/v1/accounts/{}", saved["id"].as_str().unwrap());
        self.save(1).await;
    }

    /// Saves the account's settings over this version.
    pub async fn save(&self, version: u64) {
        let update = json!({
            "description": self.name, "platform": "activecampaign", "account_name": self.name,
            "api_key": "keep", "ecommerce": { "orders": true, "abandoned_carts": true },
        });
        let request = self
            .request(Method::PUT, &self.account, "panel")
            .json(&update);
        let request = request.header("if-match", format!("\"{version}\""));
        request.send().await.unwrap().error_for_status().unwrap();
    }

    /// Sends the request of *Lista degli Account*.
    pub async fn list(&self) {
        self.ask(Method::GET, "/api/v1/accounts", &Value::Null)
            .await;
    }

    pub async fn waiting(&self) -> i64 {
        let path = format!("{}/transfers", self.account);
        let transfers = self.ask(Method::GET, &path, &Value::Null).await;
        transfers["counters"]["waiting"].as_i64().unwrap()
    }

    /// Submits orders as the Passweb server does.
    pub async fn hand_over(&self, body: String) {
        let request = self.request(Method::POST, "/api/v1/events/orders", "events");
        let request = request
            .header("content-type", "application/json")
            .body(body);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), 202, "{}", answer.text().await.unwrap());
    }

    /// The body of a batch: orders with these numbers, of `customers` customers.
    pub fn orders(&self, numbers: Range<u64>, customers: u64) -> String {
        self.orders_of(numbers, customers, 1)
    }

    /// As [`orders`](Self::orders), with this many lines per order.
    pub fn orders_of(&self, numbers: Range<u64>, customers: u64, lines: usize) -> String {
        self.batch(numbers, |number| {
            let mut order = self.order(number, number % customers);
            let line = order["lines"][0].clone();
            order["lines"] = vec![line; lines].into();
            order
        })
    }

    /// As [`orders`](Self::orders), as old orders that *Storico* asks for.
    pub fn old_orders(&self, numbers: Range<u64>, customers: u64) -> String {
        self.batch(numbers, |number| {
            let mut order = self.order(number, number % customers);
            order["history"] = true.into();
            order
        })
    }

    fn batch(&self, numbers: Range<u64>, order: impl Fn(u64) -> Value) -> String {
        let orders: Vec<Value> = numbers.map(order).collect();
        json!({ "orders": orders }).to_string()
    }

    fn order(&self, number: u64, customer: u64) -> Value {
        json!({
            "id": id(number), "number": format!("N-{number}"),
            "placed_at": "2026-05-04T10:00:00Z", "updated_at": "2026-05-04T10:00:00Z",
            "url": format!("https://negozio.example/orders/{number}"),
            "currency": "EUR", "total": "29.90", "shipping": "5.00", "tax": "4.50",
            "shipping_method": "Corriere",
            "billing": {
                "first_name": "Anna", "last_name": "Rossi",
                "email": format!("customer{customer}@{}.example", self.name),
            },
            "lines": [{
                "product_id": "P1", "sku": "L-1", "name": "Lampada", "quantity": 2,
                "unit_price": "13.00", "category": "Luci",
                "image_url": "https://negozio.example/l.jpg",
                "product_url": "https://negozio.example/l",
            }],
        })
    }

    async fn ask(&self, method: Method, path: &str, body: &Value) -> Value {
        let request = self.request(method, path, "panel");
        let request = match body {
            Value::Null => request,
            body => request.json(body),
        };
        let answer = request.send().await.unwrap().error_for_status().unwrap();
        answer.json().await.unwrap()
    }

    fn request(&self, method: Method, path: &str, audience: &str) -> reqwest::RequestBuilder {
        let token = match audience {
            "panel" => token(&self.name),
            _ => {
                let mut claims = claims(&self.name);
                claims["aud"] = audience.into();
                sign(&claims, SECRET)
            }
        };
        let url = format!("{}{path}", self.base);
        self.http.request(method, url).bearer_auth(token)
    }
}

/// The id of an order in the shop.
fn id(number: u64) -> String {
    format!("order-{number}")
}
