use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::{Answer, Proxy};

/// A client of the proxy.
pub struct Shop<'a> {
    proxy: &'a Proxy,
    token: Option<String>,
}

/// The request body of a new account, as the panel sends it.
pub fn new_account() -> Value {
    json!({
        "description": "Negozio", "platform": "activecampaign", "account_name": "negozio",
        "api_key": {"replace": "0123456789abcdef"},
    })
}

impl<'a> Shop<'a> {
    pub fn new(proxy: &'a Proxy, token: Option<String>) -> Self {
        Self { proxy, token }
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.proxy.request(method, path);
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    pub async fn send(&self, method: Method, path: &str) -> Answer {
        Answer::read(self.request(method, path).send().await.unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        let request = self.request(Method::POST, path).json(body);
        Answer::read(request.send().await.unwrap()).await
    }

    /// Posts a raw body with a content type.
    pub async fn post_text(&self, path: &str, kind: &str, body: impl Into<String>) -> Answer {
        let request = self
            .request(Method::POST, path)
            .header("content-type", kind);
        Answer::read(request.body(body.into()).send().await.unwrap()).await
    }

    pub async fn put(&self, path: &str, body: &Value) -> Answer {
        let request = self.request(Method::PUT, path).json(body);
        Answer::read(request.send().await.unwrap()).await
    }

    /// Updates what was read with `etag`.
    pub async fn change(&self, path: &str, etag: &str, body: &Value) -> Answer {
        let request = self.request(Method::PUT, path).header("if-match", etag);
        Answer::read(request.json(body).send().await.unwrap()).await
    }

    /// Creates an account named `account_name`; returns its path.
    pub async fn save(&self, account_name: &str, key: &str) -> String {
        let mut new = new_account();
        new["account_name"] = account_name.into();
        new["api_key"]["replace"] = key.into();
        let answer = self.post("/api/v1/accounts", &new).await;
        answer.expect(201);
        answer.header("location").to_owned()
    }

    /// Runs *Test Connessione*.
    pub async fn test(&self, account: &str) -> Value {
        let path = format!("{account}/connection-test");
        self.send(Method::POST, &path).await.expect(200)
    }
}
