use std::collections::BTreeMap;

use reqwest::Method;
use serde_json::{Value, json};

use crate::killer::Killer;

/// The expected final state of an order or a cart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub email: String,
    pub cents: i64,
    /// The cart that became the order.
    pub cart: Option<String>,
}

/// The submissions and the expected results.
pub struct Traffic {
    /// Carts, orders without a cart, ends of synchronisation.
    first: Vec<Step>,
    /// The orders of the carts: their carts are sent, in delivery, or waiting.
    second: Vec<Step>,
    pub orders: BTreeMap<String, Expected>,
    /// The carts that became no order.
    pub carts: BTreeMap<String, Expected>,
}

struct Step {
    path: &'static str,
    body: Value,
}

const DAY: &str = "2026-05-04";

impl Traffic {
    /// Two of five orders were carts before; one further cart stays abandoned. Some orders change.
    pub fn plan(orders: u64, mut rng: fastrand::Rng) -> Self {
        let mut traffic = Self {
            first: Vec::new(),
            second: Vec::new(),
            orders: BTreeMap::new(),
            carts: BTreeMap::new(),
        };
        let persons = (orders / 6).max(1);
        let (mut carts, mut plain, mut ordered) = (Vec::new(), Vec::new(), Vec::new());
        for n in 0..orders {
            let email = format!("person{}@posta.example", rng.u64(..persons));
            let cents = rng.i64(1..=1_000_000);
            let cart_id = (n % 5 < 3).then(|| format!("cart-{n}"));
            if let Some(id) = &cart_id {
                carts.push(cart(id, &email, cents));
            }
            let cart_id = cart_id.filter(|id| match n % 5 {
                0 => {
                    let left = expected(&email, cents, None);
                    traffic.carts.insert(id.clone(), left);
                    false
                }
                _ => true,
            });
            let batch = match cart_id {
                None => &mut plain,
                Some(_) => &mut ordered,
            };
            let id = format!("order-{n}");
            batch.push(order(&id, &email, cents, cart_id.as_deref(), 0));
            let mut last = cents;
            if n % 7 == 0 {
                last = rng.i64(1..=1_000_000);
                batch.push(order(&id, &email, last, cart_id.as_deref(), 1));
            }
            traffic.orders.insert(id, expected(&email, last, cart_id));
        }
        let ends = (0..orders / 40 + 1).map(synchronisation);
        let mut lists = vec![
            batches("carts", &carts),
            batches("orders", &plain),
            ends.collect(),
        ];
        traffic.first = mixed(&mut lists, &mut rng);
        // Last, a synchronisation that releases every cart.
        traffic.first.push(synchronisation(orders));
        traffic.second = batches("orders", &ordered);
        traffic
    }

    /// Submits the first half; retries until there is a response.
    pub async fn hand_over_first(&self, killer: &Killer) {
        hand_over(&self.first, killer).await;
    }

    /// Submits the orders of the carts.
    pub async fn hand_over_second(&self, killer: &Killer) {
        hand_over(&self.second, killer).await;
    }
}

async fn hand_over(steps: &[Step], killer: &Killer) {
    for step in steps {
        let answer = killer
            .ask(Method::POST, step.path, "events", &step.body)
            .await;
        assert_eq!(answer["rejected"], json!([]));
    }
}

fn batches(list: &str, items: &[Value]) -> Vec<Step> {
    let path = match list {
        "carts" => "/api/v1/events/carts",
        _ => "/api/v1/events/orders",
    };
    let step = |batch: &[Value]| Step {
        path,
        body: json!({ list: batch }),
    };
    items.chunks(40).map(step).collect()
}

fn synchronisation(n: u64) -> Step {
    Step {
        path: "/api/v1/events/synchronisations",
        body: json!({ "id": format!("s{n}"), "kind": "changes",
            "ended_at": format!("{DAY}T12:00:00Z") }),
    }
}

/// Interleaves the lists and keeps the order within each list.
fn mixed(lists: &mut [Vec<Step>], rng: &mut fastrand::Rng) -> Vec<Step> {
    let mut mixed = Vec::new();
    lists.iter_mut().for_each(|list| list.reverse());
    while lists.iter().any(|list| !list.is_empty()) {
        let list = rng.usize(..lists.len());
        mixed.extend(lists[list].pop());
    }
    mixed
}

fn expected(email: &str, cents: i64, cart: Option<String>) -> Expected {
    Expected {
        email: email.to_owned(),
        cents,
        cart,
    }
}

fn decimal(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn order(id: &str, email: &str, cents: i64, cart: Option<&str>, version: u32) -> Value {
    json!({
        "id": id, "number": id,
        "placed_at": format!("{DAY}T10:00:00Z"),
        "updated_at": format!("{DAY}T10:00:0{version}Z"),
        "url": "https://negozio.example/o", "cart_id": cart, "currency": "EUR",
        "total": decimal(cents),
        "billing": { "first_name": "Anna", "last_name": "Rossi", "email": email },
        "lines": [{ "product_id": "P", "name": "Lampada", "quantity": 1, "unit_price": decimal(cents) }],
    })
}

fn cart(id: &str, email: &str, cents: i64) -> Value {
    json!({
        "id": id,
        "abandoned_at": format!("{DAY}T09:00:00Z"), "updated_at": format!("{DAY}T09:00:00Z"),
        "recovery_url": format!("https://negozio.example/cart/{id}"), "currency": "EUR",
        "total": decimal(cents),
        "customer": { "id": "C", "registered": true, "first_name": "Anna", "last_name": "Rossi",
            "email": email },
        "lines": [{ "product_id": "P", "name": "Lampada", "quantity": 1, "unit_price": decimal(cents) }],
    })
}
