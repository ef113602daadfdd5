//! A sandbox on a free port, and a client of one of its accounts.

#![allow(dead_code, reason = "each test file uses its part")]

pub mod shop;

use reqwest::{Method, StatusCode, header::HeaderMap, redirect::Policy};
use serde_json::{Value, json};

/// A client of one account.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    host: String,
    account: String,
    key: String,
}

/// A response.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

/// Starts a sandbox and returns a client of its account `shop`, without a rate limit.
pub async fn shop() -> Client {
    let client = account("shop").await;
    client
        .control(Method::PUT, "/rate-limit", json!({ "per_second": null }))
        .await;
    client
}

/// Starts a sandbox and returns a client of one of its accounts.
pub async fn account(name: &str) -> Client {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(sandbox::serve(listener));
    Client::at(host, name)
}

impl Client {
    pub fn at(host: String, account: &str) -> Self {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .build()
            .unwrap();
        Self {
            http,
            host,
            account: account.to_owned(),
            key: "any-key".to_owned(),
        }
    }

    pub fn with_key(&self, key: &str) -> Self {
        Self {
            key: key.to_owned(),
            ..self.clone()
        }
    }

    pub fn with_account(&self, account: &str) -> Self {
        Self {
            account: account.to_owned(),
            ..self.clone()
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.list(path, &[]).await
    }

    pub async fn list(&self, path: &str, query: &[(&str, &str)]) -> Answer {
        let request = self
            .http
            .get(self.url(path))
            .header("Api-Token", &self.key)
            .query(query);
        Answer::of(request.send().await.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.try_send(Method::POST, path, body).await.unwrap()
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.try_send(Method::PUT, path, body).await.unwrap()
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.try_send(Method::DELETE, path, json!({}))
            .await
            .unwrap()
    }

    /// A call that may get no response.
    pub async fn try_send(
        &self,
        method: Method,
        path: &str,
        body: Value,
    ) -> reqwest::Result<Answer> {
        let request = self
            .http
            .request(method, self.url(path))
            .header("Api-Token", &self.key)
            .json(&body);
        Ok(Answer::of(request.send().await?).await)
    }

    /// A call to the account's control routes.
    pub async fn control(&self, method: Method, path: &str, body: Value) -> Answer {
        let url = format!("{}/_sandbox/accounts/{}{path}", self.host, self.account);
        Answer::of(
            self.http
                .request(method, url)
                .json(&body)
                .send()
                .await
                .unwrap(),
        )
        .await
    }

    /// All records of the account.
    pub async fn records(&self) -> Value {
        self.control(Method::GET, "", json!({})).await.json()
    }

    /// The number and times of the account's calls.
    pub async fn calls(&self) -> Value {
        self.control(Method::GET, "/calls", json!({})).await.json()
    }

    /// Creates a connection with this externalid and returns its id.
    pub async fn connect(&self, externalid: &str) -> String {
        let connection = json!({ "service": "passweb", "externalid": externalid, "name": "A shop",
                "logoUrl": "https://a.example/logo.png", "linkUrl": "https://a.example" });
        self.post("connections", json!({ "connection": connection }))
            .await
            .created("connection")
    }

    /// Creates a customer and returns its id.
    pub async fn enrol(&self, connection: &str, email: &str) -> String {
        let customer = json!({ "connectionid": connection, "externalid": format!("ext-{email}"), "email": email });
        self.post("ecomCustomers", json!({ "ecomCustomer": customer }))
            .await
            .created("ecomCustomer")
    }

    fn url(&self, path: &str) -> String {
        format!("{}/{}/api/3/{path}", self.host, self.account)
    }
}

impl Answer {
    async fn of(response: reqwest::Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        Self {
            status,
            headers,
            text: response.text().await.unwrap(),
        }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The id of the created record in this response.
    pub fn created(&self, name: &str) -> String {
        assert_eq!(self.status, 201, "{self:?}");
        self.json()[name]["id"].as_str().unwrap().to_owned()
    }

    /// Asserts a 422 with this code on this field.
    pub fn refused(&self, code: &str, field: &str) {
        assert_eq!(self.status, 422, "{self:?}");
        let error = &self.json()["errors"][0];
        assert_eq!(error["code"], code, "{self:?}");
        assert_eq!(
            error["source"]["pointer"],
            format!("/data/attributes/{field}")
        );
        assert!(!error["title"].as_str().unwrap().is_empty());
    }
}
