//! Passweb's servers: they submit what customers do, in sequence, with retries until there is a
//! response; and the expected result.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use axum::{body::Body, http::Request};
use fastrand::Rng;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

use crate::{
    host::{Host, SECRET},
    machine,
    state::{self, with},
};

/// The expected final state of an order or a cart.
#[derive(Clone, Debug)]
pub struct Expected {
    pub email: String,
    pub cents: i64,
    /// The cart that became the order.
    pub cart: Option<String>,
    /// The position among the customer's orders, if it was submitted only once.
    pub place: Option<usize>,
}

/// The expected result of one site.
#[derive(Debug, Default)]
pub struct Site {
    pub orders: BTreeMap<String, Expected>,
    /// The carts that became no order.
    pub carts: BTreeMap<String, Expected>,
}

/// Submits one item after the other.
pub struct Sender {
    site: usize,
    steps: VecDeque<Step>,
    /// The request in progress and its timeout.
    sent: Option<(u64, Duration)>,
    next: Duration,
}

struct Step {
    path: &'static str,
    body: Value,
}

/// The actions of a customer, or of a site's synchronisation.
pub fn plan(site: usize, expected: &mut Site, rng: &mut Rng) -> Vec<Sender> {
    let mut senders = Vec::new();
    let customers = rng.usize(2..6);
    for customer in 0..customers {
        let email = format!("person{customer}@posta{site}.example");
        let mut steps = VecDeque::new();
        for n in 0..rng.usize(1..6) {
            let name = format!("{site}-{customer}-{n}");
            let cents = rng.i64(1..=1_000_000);
            let cart_id = (rng.u8(..3) == 0).then(|| format!("cart-{name}"));
            if let Some(id) = &cart_id {
                steps.push_back(Step::list("carts", cart(id, &email, cents)));
                if rng.u8(..4) == 0 {
                    expected
                        .carts
                        .insert(id.clone(), Expected::new(&email, cents));
                    continue;
                }
            }
            let id = format!("order-{name}");
            let mut last = Expected::new(&email, cents);
            last.place = Some(n);
            last.cart.clone_from(&cart_id);
            steps.push_back(Step::list(
                "orders",
                order(&id, &email, cents, cart_id.as_deref(), 0),
            ));
            if rng.u8(..4) == 0 {
                last.cents = rng.i64(1..=1_000_000);
                last.place = None;
                let newer = order(&id, &email, last.cents, cart_id.as_deref(), 1);
                steps.push_back(Step::list("orders", newer));
            }
            expected.orders.insert(id, last);
        }
        senders.push(Sender::new(site, steps));
    }
    let ends = (0..6)
        .map(|n| Step::synchronisation(&format!("s{n}")))
        .collect();
    senders.push(Sender::new(site, ends));
    senders
}

/// The end of a final synchronisation, which releases all carts.
pub fn last_synchronisation(site: usize) -> Sender {
    Sender::new(site, [Step::synchronisation("last")].into())
}

impl Expected {
    fn new(email: &str, cents: i64) -> Self {
        Self {
            email: email.to_owned(),
            cents,
            cart: None,
            place: None,
        }
    }
}

impl Sender {
    fn new(site: usize, steps: VecDeque<Step>) -> Self {
        Self {
            site,
            steps,
            sent: None,
            next: Duration::ZERO,
        }
    }

    pub fn is_done(&self) -> bool {
        self.steps.is_empty()
    }

    /// Sends what is due, and retries what got no response.
    pub fn tick(&mut self, hosts: &[Host], now: Duration) {
        if let Some((id, until)) = self.sent {
            let response = with(|state| {
                let at = state
                    .responses
                    .iter()
                    .position(|response| response.0 == id)?;
                Some(state.responses.swap_remove(at))
            });
            // Some responses are lost.
            let is_lost =
                with(|state| response.is_some() && !state.is_fault_free && state.rng.u8(..20) == 0);
            match response.filter(|_| !is_lost) {
                Some((_, status, body)) => self.answered(status, &body, now),
                None if now < until => return,
                None => self.again(now),
            }
        }
        let Some(step) = self.steps.front() else {
            return;
        };
        if self.sent.is_some() || self.next > now {
            return;
        }
        let (id, host) = with(|state| (state.next_id(), state.rng.usize(..hosts.len())));
        let wait = match hosts[host].request(id, step.request(self.site, now)) {
            true => Duration::from_secs(5),
            false => Duration::from_millis(300),
        };
        self.sent = Some((id, now + wait));
    }

    fn answered(&mut self, status: u16, body: &[u8], now: Duration) {
        let step = &self.steps[0];
        state::trace(|| format!("passweb {} {status}", step.path));
        if status != 202 {
            return self.again(now);
        }
        let answer: Value = serde_json::from_slice(body).unwrap();
        let rejected = answer.get("rejected").and_then(Value::as_array);
        assert!(rejected.is_none_or(Vec::is_empty), "{answer}");
        self.steps.pop_front();
        self.sent = None;
        self.next = now + with(|state| Duration::from_millis(state.rng.u64(..4000)));
    }

    fn again(&mut self, now: Duration) {
        self.sent = None;
        self.next = now + with(|state| Duration::from_millis(state.rng.u64(50..1500)));
    }
}

impl Step {
    fn list(list: &str, item: Value) -> Self {
        let path = match list {
            "carts" => "/api/v1/events/carts",
            _ => "/api/v1/events/orders",
        };
        Self {
            path,
            body: json!({ list: [item] }),
        }
    }

    fn synchronisation(id: &str) -> Self {
        Self {
            path: "/api/v1/events/synchronisations",
            body: json!({ "id": id, "kind": "changes", "ended_at": "2026-05-04T12:00:00Z" }),
        }
    }

    fn request(&self, site: usize, now: Duration) -> Request<Body> {
        request("POST", self.path, site, "events", &self.body, now)
    }
}

/// A request with Passweb's signature.
pub fn request(
    method: &str,
    path: &str,
    site: usize,
    audience: &str,
    body: &Value,
    now: Duration,
) -> Request<Body> {
    let at = machine::BEGINNING + now.as_secs();
    let claims = json!({
        "iss": "passweb", "aud": audience, "sub": "mario", "site": format!("site{site}"),
        "site_name": "Negozio", "site_url": "https://negozio.example",
        "modules": ["activecampaign"], "lang": "it",
        "iat": at, "nbf": at, "exp": at + 600, "jti": "1",
    });
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    let token = encode(&Header::new(Algorithm::HS256), &claims, &key).unwrap();
    Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .header("if-match", "\"1\"")
        .body(Body::from(body.to_string()))
        .unwrap()
}

fn decimal(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn order(id: &str, email: &str, cents: i64, cart: Option<&str>, version: u32) -> Value {
    json!({
        "id": id, "number": id, "placed_at": "2026-05-04T10:00:00Z",
        "updated_at": format!("2026-05-04T10:00:0{version}Z"),
        "url": "https://negozio.example/o", "cart_id": cart, "currency": "EUR",
        "total": decimal(cents),
        "billing": { "first_name": "Anna", "last_name": "Rossi", "email": email },
        "lines": [{ "product_id": "P", "name": "Lampada", "quantity": 1,
            "unit_price": decimal(cents) }],
    })
}

fn cart(id: &str, email: &str, cents: i64) -> Value {
    json!({
        "id": id, "abandoned_at": "2026-05-04T09:00:00Z", "updated_at": "2026-05-04T09:00:00Z",
        "recovery_url": format!("https://negozio.example/cart/{id}"), "currency": "EUR",
        "total": decimal(cents),
        "customer": { "id": "C", "registered": true, "first_name": "Anna", "last_name": "Rossi",
            "email": email },
        "lines": [{ "product_id": "P", "name": "Lampada", "quantity": 1,
            "unit_price": decimal(cents) }],
    })
}
