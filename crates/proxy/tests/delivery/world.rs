//! A site whose account sends orders and carts, and its ActiveCampaign.

use std::{
    future::Future,
    num::NonZeroU32,
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::support::{Answer, Proxy, SECRET, Setup, Shop, claims, sign};

/// The site; also the name of its account in ActiveCampaign.
pub const SITE: &str = "negozio";
pub const NAME: &str = "negozio";
/// The account's key.
pub const KEY: &str = "s3cret-k3y-of-a-merchant-0123456789";

pub struct World {
    pub proxy: Proxy,
    /// Path of the account.
    pub account: String,
    pub sandbox: String,
}

/// A world without a proxy.
pub struct Stopped {
    pub dir: TempDir,
    account: String,
    sandbox: String,
}

impl Stopped {
    /// Starts a proxy on the data.
    pub async fn start(self) -> World {
        let setup = Setup::within(self.dir);
        Self::take_up(setup, self.account, self.sandbox).await
    }

    /// Starts a proxy on another database.
    #[allow(dead_code, reason = "only the tests of moving need it")]
    pub async fn start_on(self, database_url: &str) -> World {
        let setup = Setup::within(self.dir).with("database-url", database_url);
        Self::take_up(setup, self.account, self.sandbox).await
    }

    async fn take_up(setup: Setup, account: String, sandbox: String) -> World {
        let proxy = hurry(setup, &sandbox).limits(often);
        World {
            proxy: proxy.start().await,
            account,
            sandbox,
        }
    }
}

/// Raises the limits: the tests poll more often than a merchant does.
fn often(limits: &mut proxy::limits::Limits) {
    limits.requests_per_minute = NonZeroU32::MAX;
}

/// A sandbox on a free port with this rate limit.
pub async fn sandbox(per_second: Option<u32>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let limit = per_second.and_then(NonZeroU32::new);
    let app = sandbox::app(sandbox::Sandbox::new(limit));
    tokio::spawn(async { axum::serve(listener, app).await });
    address
}

/// The settings of a fast proxy: a high rate, short intervals.
pub fn setup(sandbox: &str) -> Setup {
    hurry(Setup::new(), sandbox)
}

/// Makes another setup fast.
pub fn hurry(setup: Setup, sandbox: &str) -> Setup {
    setup
        .with("activecampaign-url", &format!("{sandbox}/{{account}}"))
        .with("activecampaign-rate", "200")
        .limits(|limits| {
            limits.activecampaign_call = Duration::from_secs(2);
            limits.activecampaign_test = Duration::from_secs(2);
            limits.patience.first = Duration::from_millis(20);
            limits.patience.longest = Duration::from_millis(500);
        })
}

impl World {
    /// A world with orders and carts enabled.
    pub async fn open() -> Self {
        let sandbox = sandbox(None).await;
        let setup = setup(&sandbox);
        Self::with(setup, sandbox).await
    }

    pub async fn with(setup: Setup, sandbox: String) -> Self {
        let proxy = setup.limits(often).start().await;
        let account = proxy.shop(SITE).save(NAME, KEY).await;
        let world = Self {
            proxy,
            account,
            sandbox,
        };
        world.choose(true, true).await;
        world
    }

    /// Restarts the proxy.
    pub async fn again(self) -> Self {
        self.stop().await.start().await
    }

    /// Stops the proxy; its data stays.
    pub async fn stop(self) -> Stopped {
        Stopped {
            dir: self.proxy.stop().await,
            account: self.account,
            sandbox: self.sandbox,
        }
    }

    /// Sets *Abilita Ordini* and *Abilita Carrelli Abbandonati*.
    pub async fn choose(&self, orders: bool, carts: bool) {
        let mut update = self.as_update().await;
        update["ecommerce"] = json!({ "orders": orders, "abandoned_carts": carts });
        self.save(&update).await;
    }

    pub async fn as_update(&self) -> Value {
        let read = self.merchant().get(&self.account).await.expect(200);
        json!({
            "description": read["description"], "platform": "activecampaign",
            "account_name": read["account_name"], "api_key": "keep",
        })
    }

    pub async fn save(&self, update: &Value) {
        let merchant = self.merchant();
        let etag = merchant.get(&self.account).await.header("etag").to_owned();
        let saved = merchant.change(&self.account, &etag, update).await;
        saved.expect(200);
    }

    pub async fn enable(&self, enabled: bool) {
        let path = format!("{}/enabled", self.account);
        let body = json!({ "enabled": enabled });
        self.merchant().put(&path, &body).await.expect(200);
    }

    pub fn merchant(&self) -> Shop<'_> {
        self.proxy.shop(SITE)
    }

    /// The Passweb server of the site.
    pub fn passweb(&self) -> Shop<'_> {
        self.proxy
            .with_token(&events_token(SITE, &["activecampaign"]))
    }

    /// Submits orders.
    pub async fn orders(&self, orders: &[Value]) -> Value {
        self.hand_over("orders", orders).await.expect(202)
    }

    /// Submits carts.
    pub async fn carts(&self, carts: &[Value]) -> Value {
        self.hand_over("carts", carts).await.expect(202)
    }

    pub async fn hand_over(&self, list: &str, items: &[Value]) -> Answer {
        let path = format!("/api/v1/events/{list}");
        self.passweb().post(&path, &json!({ list: items })).await
    }

    /// Submits the end of a synchronisation.
    pub async fn synchronise(&self, id: &str) -> Value {
        let ended = json!({ "id": id, "kind": "changes", "ended_at": "2026-05-04T12:00:00Z" });
        let path = "/api/v1/events/synchronisations";
        self.passweb().post(path, &ended).await.expect(202)
    }

    pub async fn transfers(&self) -> Value {
        self.transfers_where("").await
    }

    pub async fn transfers_where(&self, query: &str) -> Value {
        let path = format!("{}/transfers{query}", self.account);
        self.merchant().get(&path).await.expect(200)
    }

    pub async fn retry(&self, body: Value) -> Value {
        let path = format!("{}/transfers/retry", self.account);
        self.merchant().post(&path, &body).await.expect(200)
    }

    /// Waits until the counter has this value.
    pub async fn until(&self, counter: &str, expected: i64) {
        let what = format!("{expected} {counter}");
        eventually(&what, async || {
            let transfers = self.transfers().await;
            (transfers["counters"][counter] == expected).then_some(())
        })
        .await;
    }

    /// Waits until everything was sent.
    pub async fn until_sent(&self) {
        self.until("waiting", 0).await;
    }

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

    pub async fn log(&self, query: &str) -> Value {
        let path = format!("/api/v1/log{query}");
        self.merchant().get(&path).await.expect(200)
    }

    /// The newest log entry. It is written after the state that it reports, so this waits for one.
    pub async fn newest_entry(&self, query: &str) -> Value {
        eventually("an entry of the log", async || {
            self.log(query).await["entries"].get(0).cloned()
        })
        .await
    }
}

pub fn events_token(site: &str, modules: &[&str]) -> String {
    let mut claims = claims(site);
    claims["aud"] = json!("events");
    claims["modules"] = json!(modules);
    sign(&claims, SECRET)
}

/// Polls a condition until a timeout.
pub async fn eventually<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut condition: impl FnMut() -> F,
) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = condition().await {
            return found;
        }
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "waited for: {what}"
        );
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
}

/// An order of Anna over 29.90 euros.
pub fn order(id: &str) -> Value {
    order_of(id, "anna@rossi.example")
}

pub fn order_of(id: &str, email: &str) -> Value {
    json!({
        "id": id, "number": format!("N-{id}"),
        "placed_at": "2026-05-04T10:00:00Z", "updated_at": "2026-05-04T10:00:00Z",
        "url": format!("https://negozio.example/orders/{id}"),
        "currency": "EUR", "total": "29.90", "shipping": "5.00", "tax": "4.50", "discount": "1.10",
        "shipping_method": "Corriere",
        "billing": { "first_name": "Anna", "last_name": "Rossi", "email": email },
        "lines": [{
            "product_id": "P1", "sku": "L-1", "name": "Lampada", "quantity": 2,
            "unit_price": "13.00", "category": "Luci",
            "image_url": "https://negozio.example/l.jpg",
            "product_url": "https://negozio.example/l",
        }],
    })
}

/// Replaces fields of an item.
pub fn with(mut item: Value, fields: Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        item[name] = value.clone();
    }
    item
}

/// An abandoned cart of Anna.
pub fn cart(id: &str) -> Value {
    cart_of(id, "anna@rossi.example")
}

pub fn cart_of(id: &str, email: &str) -> Value {
    json!({
        "id": id,
        "abandoned_at": "2026-05-04T09:00:00Z", "updated_at": "2026-05-04T09:00:00Z",
        "recovery_url": format!("https://negozio.example/cart/{id}?restore=1"),
        "currency": "EUR", "total": "13.00",
        "customer": {
            "id": "C1", "registered": true, "first_name": "Anna", "last_name": "Rossi",
            "email": email,
        },
        "lines": [{ "product_id": "P1", "name": "Lampada", "quantity": 1, "unit_price": "13.00" }],
    })
}
