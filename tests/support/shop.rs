//! The Passweb server, which submits orders, and the control routes of the sandbox.

use std::fs;
use std::ops::Range;
use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};

use super::http::{Answer, ask};
use super::stack::Stack;

impl Stack {
    /// Submits an order, as the shop does when it is placed.
    pub fn order(&self, number: &str, email: &str) -> Answer {
        let orders = [order(number, email)];
        self.submit("orders", &json!({ "orders": orders }))
    }

    /// Submits old orders of different customers as history.
    pub fn old_orders(&self, numbers: Range<usize>) -> Answer {
        let orders: Vec<Value> = numbers
            .map(|n| {
                let email = format!("cliente{n}@example.com");
                let mut order = order(&format!("old-{n}"), &email);
                order["history"] = json!(true);
                order
            })
            .collect();
        self.submit("orders", &json!({ "orders": orders }))
    }

    /// Submits what the shop reports of its old orders.
    pub fn report_history(&self, report: &Value) -> Answer {
        self.submit("history", report)
    }

    fn submit(&self, what: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {}", self.shop_token());
        let url = format!("{}/api/v1/events/{what}", self.proxy_url());
        ask("POST", &url, &[("Authorization", &bearer)], Some(body))
    }

    /// Submits an order that is rejected: it has no e-mail address.
    pub fn bad_order(&self, number: &str) -> Answer {
        self.order(number, "")
    }

    /// Configures an account of the sandbox: see its `control` module.
    pub fn activecampaign(&self, account_name: &str, setting: &str, body: &Value) {
        let url = format!(
            "{}/_sandbox/accounts/{account_name}/{setting}",
            self.sandbox_url()
        );
        let answer = ask("PUT", &url, &[], Some(body));
        assert_eq!(answer.status, 204, "{answer:?}");
    }

    /// The records of an account in ActiveCampaign.
    pub fn holdings(&self, account_name: &str) -> Value {
        let url = format!("{}/_sandbox/accounts/{account_name}", self.sandbox_url());
        ask("GET", &url, &[], None).body
    }

    /// A token of the shop's server, signed with the demo secret.
    fn shop_token(&self) -> String {
        let secrets = self.data().join("integrations.db.demo-secrets.json");
        let secrets = fs::read_to_string(secrets).expect("the demo keeps its secrets");
        let secrets: Value = serde_json::from_str(&secrets).expect("in JSON");
        let secret = secrets["session_secret"].as_str().expect("a secret");
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("a time")
            .as_secs();
        let claims = json!({
            "iss": "passweb", "aud": "events", "sub": "server", "site": "demo",
            "site_name": "Negozio Demo", "site_url": "https://negozio-demo.example",
            "modules": ["activecampaign"], "lang": "it",
            "iat": now, "nbf": now, "exp": now + 300, "jti": now.to_string(),
        });
        let key = EncodingKey::from_secret(secret.as_bytes());
        encode(&Header::default(), &claims, &key).expect("a token")
    }
}

fn order(number: &str, email: &str) -> Value {
    json!({
        "id": format!("id-{number}"), "number": number,
        "placed_at": "2026-11-20T10:00:00Z", "updated_at": "2026-11-20T10:00:00Z",
        "url": format!("https://negozio-demo.example/ordini/{number}"),
        "currency": "EUR", "total": "12.90",
        "billing": { "first_name": "Anna", "last_name": "Rossi", "email": email },
        "lines": [{ "product_id": "1", "name": "Tazza", "quantity": 1, "unit_price": "12.90" }],
    })
}
