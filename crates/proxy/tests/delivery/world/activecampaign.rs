//! The account's ActiveCampaign: its records, calls and faults.

use reqwest::Method;
use serde_json::{Value, json};

use super::{NAME, World};
use crate::support::Answer;

impl World {
    /// All records of the account in ActiveCampaign.
    pub async fn holdings(&self) -> Value {
        self.control(Method::GET, "", json!({})).await
    }

    /// The orders and carts in ActiveCampaign.
    pub async fn held_orders(&self) -> Vec<Value> {
        self.holdings().await["orders"].as_array().unwrap().clone()
    }

    /// Number of calls to ActiveCampaign: all, or of a kind such as `POST ecomOrders`.
    pub async fn calls(&self, kind: Option<&str>) -> u64 {
        let calls = self.control(Method::GET, "/calls", json!({})).await;
        let count = match kind {
            Some(kind) => &calls["by_kind"][kind],
            None => &calls["total"],
        };
        count.as_u64().unwrap_or(0)
    }

    pub async fn faults(&self, plan: Value) {
        self.control(Method::PUT, "/faults", plan).await;
    }

    pub async fn no_faults(&self) {
        self.control(Method::DELETE, "/faults", json!({})).await;
    }

    /// Calls a control route of the sandbox's account.
    pub async fn control(&self, method: Method, path: &str, body: Value) -> Value {
        let url = format!("{}/_sandbox/accounts/{NAME}{path}", self.sandbox);
        let request = reqwest::Client::new().request(method, url).json(&body);
        let answer = Answer::read(request.send().await.unwrap()).await;
        assert!(answer.status.is_success(), "{answer:?}");
        match answer.text.is_empty() {
            true => Value::Null,
            false => answer.json(),
        }
    }

    /// A change in ActiveCampaign by another client.
    pub async fn elsewhere(&self, method: Method, resource: &str, body: Value) -> Value {
        let url = format!("{}/{NAME}/api/3/{resource}", self.sandbox);
        let request = reqwest::Client::new().request(method, url);
        let request = request.header("api-token", "another-key").json(&body);
        Answer::read(request.send().await.unwrap()).await.json()
    }
}
