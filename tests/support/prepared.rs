//! Prepares data before a page opens, or changes it as another user would.

use serde_json::{Value, json};

use super::http::{Answer, ask};
use super::stack::Stack;
use super::steps::KEY;

impl Stack {
    /// Creates an account and returns its id.
    pub fn add_account(&self, description: &str, account_name: &str) -> String {
        self.add_account_with_key(description, account_name, KEY)
    }

    /// As [`add_account`](Self::add_account), with a given key.
    pub fn add_account_with_key(&self, description: &str, name: &str, key: &str) -> String {
        let account = json!({
            "description": description,
            "platform": "activecampaign",
            "account_name": name,
            "api_key": { "replace": key },
        });
        let answer = self.api("POST", "/accounts", &[], Some(&account));
        assert_eq!(answer.status, 201, "{answer:?}");
        answer.body["id"].as_str().expect("an id").to_owned()
    }

    /// Updates an account as another user would: `change` edits the request body.
    pub fn change_account(&self, id: &str, change: impl FnOnce(&mut Value)) {
        let path = format!("/accounts/{id}");
        let read = self.api("GET", &path, &[], None);
        let mut account = json!({
            "description": read.body["description"],
            "platform": read.body["platform"],
            "account_name": read.body["account_name"],
            "api_key": "keep",
            "ecommerce": read.body["ecommerce"],
        });
        change(&mut account);
        let etag = read.header("etag").expect("a version");
        let answer = self.api("PUT", &path, &[("If-Match", etag)], Some(&account));
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// Tests the connection of an account, which succeeds.
    pub fn test_account(&self, id: &str) {
        let path = format!("/accounts/{id}/connection-test");
        let answer = self.api("POST", &path, &[], None);
        assert_eq!(answer.body["outcome"], "ok", "{answer:?}");
    }

    /// Enables or disables an account.
    pub fn set_enabled(&self, id: &str, enabled: bool) {
        let path = format!("/accounts/{id}/enabled");
        let answer = self.api("PUT", &path, &[], Some(&json!({ "enabled": enabled })));
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// The accounts stored by the proxy.
    pub fn accounts(&self) -> Vec<Value> {
        let mut answer = self.api("GET", "/accounts", &[], None);
        match answer.body["accounts"].take() {
            Value::Array(accounts) => accounts,
            other => panic!("no list: {other}"),
        }
    }

    /// The calls to ActiveCampaign for an account, by kind (`GET users/me`).
    pub fn calls(&self, account_name: &str) -> Value {
        let url = format!(
            "{}/_sandbox/accounts/{account_name}/calls",
            self.sandbox_url()
        );
        ask("GET", &url, &[], None).body
    }

    /// A request with the merchant's session, under `/api/v1`.
    pub fn api(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        let token = ask(
            "POST",
            &format!("{}/demo/token", self.proxy_url()),
            &[],
            None,
        );
        let token = token.body["token"].as_str().expect("a token");
        let bearer = format!("Bearer {token}");
        let mut all = vec![("Authorization", bearer.as_str())];
        all.extend(headers);
        let url = format!("{}/api/v1{path}", self.proxy_url());
        ask(method, &url, &all, body)
    }
}
