use reqwest::Method;
use serde_json::{Value, json};

use crate::program::Program;

/// Number of customers in each shop.
const PERSONS: usize = 5;
/// Number of orders in a batch.
const BATCH: usize = 50;

/// Shops with their own ActiveCampaign accounts, and their orders in sequence.
pub struct Traffic {
    pub shops: Vec<Shop>,
}

pub struct Shop {
    pub name: String,
    pub orders: Vec<Order>,
}

/// The expected final state of an order.
pub struct Order {
    pub id: String,
    pub email: String,
    pub cents: i64,
}

impl Traffic {
    pub fn plan(orders: usize, shops: usize) -> Self {
        let shop = |shop: usize| Shop {
            name: format!("negozio-{shop}"),
            orders: (shop..orders).step_by(shops).map(order).collect(),
        };
        Self {
            shops: (0..shops).map(shop).collect(),
        }
    }

    /// Each account is created on one proxy and configured on the other.
    pub async fn save_accounts(&self, proxies: &[&Program; 2]) {
        for (n, shop) in self.shops.iter().enumerate() {
            let new = json!({
                "description": "Negozio", "platform": "activecampaign",
                "account_name": shop.name, "api_key": { "replace": "0123456789abcdef" },
            });
            let merchant = (shop.name.as_str(), "panel");
            let here = proxies[n % 2];
            let saved = here
                .ask(merchant, Method::POST, "/api/v1/accounts", &new)
                .await;
            saved.expect(201);
            let mut update = new;
            update["api_key"] = json!("keep");
            update["ecommerce"] = json!({ "orders": true, "abandoned_carts": false });
            let (path, there) = (saved.header("location"), proxies[(n + 1) % 2]);
            let set = there.ask(merchant, Method::PUT, path, &update).await;
            set.expect(200);
        }
    }

    /// Every batch goes to one proxy, and every third one to both at the same moment, as after a
    /// timeout: it counts once.
    pub async fn hand_over(&self, proxies: [&Program; 2]) {
        let longest = self.shops.iter().map(|shop| shop.orders.len()).max();
        for start in (0..longest.unwrap_or_default()).step_by(BATCH) {
            for (n, shop) in self.shops.iter().enumerate() {
                let batch = shop.orders.iter().skip(start).take(BATCH);
                let batch: Vec<Value> = batch.map(Order::as_json).collect();
                let body = json!({ "orders": batch });
                let (here, there) = (proxies[n % 2], proxies[(n + 1) % 2]);
                let accepted = hand_over(here, shop, &body);
                if (start / BATCH + n).is_multiple_of(3) {
                    let both = tokio::join!(accepted, hand_over(there, shop, &body));
                    assert_eq!(both.0 + both.1, batch.len(), "{}", shop.name);
                    continue;
                }
                assert_eq!(accepted.await, batch.len(), "{}", shop.name);
            }
        }
    }
}

/// Returns how many were accepted as new.
async fn hand_over(proxy: &Program, shop: &Shop, body: &Value) -> usize {
    let server = (shop.name.as_str(), "events");
    let path = "/api/v1/events/orders";
    let taken = proxy
        .ask(server, Method::POST, path, body)
        .await
        .expect(202);
    assert_eq!(taken["rejected"], json!([]));
    taken["accepted"].as_u64().unwrap() as usize
}

fn order(n: usize) -> Order {
    Order {
        id: format!("order-{n}"),
        // Every shop has each customer in turn.
        email: format!("person{}@posta.example", n / 7 % PERSONS),
        cents: 100 + n as i64,
    }
}

impl Order {
    pub fn as_json(&self) -> Value {
        let price = format!("{}.{:02}", self.cents / 100, self.cents % 100);
        json!({
            "id": self.id, "number": self.id,
            "placed_at": "2026-05-04T10:00:00Z", "updated_at": "2026-05-04T10:00:00Z",
            "url": "https://negozio.example/o", "currency": "EUR", "total": price,
            "billing": { "first_name": "Anna", "last_name": "Rossi", "email": self.email },
            "lines": [{ "product_id": "P", "name": "Lampada", "quantity": 1, "unit_price": price }],
        })
    }
}
