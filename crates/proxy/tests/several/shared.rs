//! A change on one proxy takes effect on the other.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::{
    sandbox,
    support::{Proxy, Setup, Shop, claims, database, sign},
};

const SITE: &str = "negozio";
const KEY: &str = "s3cret-k3y-of-a-merchant-0123456789";

/// Two proxies with one database; the first works on the account queue.
pub struct Two {
    pub first: Proxy,
    second: Proxy,
    account: String,
    sandbox: String,
}

impl Two {
    pub async fn start() -> Option<Self> {
        if database::postgres().is_none() {
            println!("left out: TEST_POSTGRES names no server");
            return None;
        }
        let sandbox = sandbox().await;
        let url = format!("{sandbox}/{{account}}");
        let often = |setup: Setup| {
            setup
                .with("activecampaign-url", &url)
                .limits(|limits| limits.requests_per_minute = std::num::NonZeroU32::MAX)
        };
        let first = often(Setup::new()).start().await;
        let database = first.database_url();
        let second = Setup::new().with("database-url", &database);
        let second = often(second).start().await;
        let account = first.shop(SITE).save(SITE, KEY).await;
        let update = json!({
            "description": "Negozio", "platform": "activecampaign", "account_name": SITE,
            "api_key": "keep", "ecommerce": { "orders": true, "abandoned_carts": false },
        });
        let shop = second.shop(SITE);
        shop.change(&account, "\"1\"", &update).await.expect(200);
        Some(Self {
            first,
            second,
            account,
            sandbox,
        })
    }

    fn here(&self) -> Shop<'_> {
        self.first.shop(SITE)
    }

    fn there(&self) -> Shop<'_> {
        self.second.shop(SITE)
    }

    /// Submits orders to the first proxy.
    pub async fn orders(&self, ids: std::ops::Range<usize>) {
        let mut claims = claims(SITE);
        claims["aud"] = json!("events");
        let server = self
            .first
            .with_token(&sign(&claims, crate::support::SECRET));
        let orders: Vec<Value> = ids.map(order).collect();
        let body = json!({ "orders": orders });
        let taken = server.post("/api/v1/events/orders", &body).await;
        assert_eq!(taken.expect(202)["accepted"], orders.len());
    }

    async fn counter(&self, name: &str) -> i64 {
        let path = format!("{}/transfers", self.account);
        let transfers = self.there().get(&path).await.expect(200);
        transfers["counters"][name].as_i64().unwrap()
    }

    pub async fn until(&self, what: &str, mut is_so: impl AsyncFnMut() -> bool) {
        let began = Instant::now();
        while !is_so().await {
            assert!(began.elapsed() < Duration::from_secs(40), "{what}");
            sleep(Duration::from_millis(50)).await;
        }
    }

    pub async fn until_sent(&self, orders: i64) {
        let what = format!("{orders} sent");
        self.until(&what, async || self.counter("sent").await >= orders)
            .await;
    }

    async fn control(&self, method: Method, path: &str, body: Value) -> Value {
        let url = format!("{}/_sandbox/accounts/{SITE}{path}", self.sandbox);
        let request = reqwest::Client::new().request(method, url).json(&body);
        let answer = request.send().await.unwrap();
        answer.json().await.unwrap_or_default()
    }
}

pub fn order(n: usize) -> Value {
    json!({
        "id": n.to_string(), "number": n.to_string(),
        "placed_at": "2026-05-04T10:00:00Z", "updated_at": "2026-05-04T10:00:00Z",
        "url": "https://negozio.example/o", "currency": "EUR", "total": "13.00",
        "billing": { "first_name": "Anna", "last_name": "Rossi", "email": "anna@rossi.example" },
        "lines": [{ "product_id": "P", "name": "Lampada", "quantity": 1, "unit_price": "13.00" }],
    })
}

#[tokio::test]
async fn a_merchants_tests_at_another_proxy_share_the_rate_with_the_delivery() {
    let Some(two) = Two::start().await else {
        return;
    };
    two.orders(0..40).await;
    two.until_sent(4).await;
    for _ in 0..3 {
        assert_eq!(two.there().test(&two.account).await["outcome"], "ok");
    }
    two.until_sent(40).await;
    let calls = two.control(Method::GET, "/calls", json!({})).await;
    assert!(calls["max_in_one_second"].as_u64().unwrap() <= 4, "{calls}");
    assert_eq!(calls["over_limit"], 0);
}

#[tokio::test]
async fn an_account_switched_off_and_on_at_another_proxy_stops_and_goes_on() {
    let Some(two) = Two::start().await else {
        return;
    };
    two.orders(0..40).await;
    two.until_sent(4).await;
    let switch = format!("{}/enabled", two.account);
    let off = two.there().put(&switch, &json!({ "enabled": false })).await;
    off.expect(200);
    // The account queue polls once a second, finishes calls in progress, and is released.
    let held = "integrations_account_queues_held 0";
    two.until("the queue stops", async || {
        two.first.get("/metrics").await.text.contains(held)
    })
    .await;
    let sent = two.counter("sent").await;
    assert!(sent < 40, "{sent} sent though it was switched off");
    let on = two.there().put(&switch, &json!({ "enabled": true })).await;
    on.expect(200);
    two.until_sent(40).await;
}

#[tokio::test]
async fn a_test_that_succeeds_at_another_proxy_lets_a_stopped_delivery_go_on() {
    let Some(two) = Two::start().await else {
        return;
    };
    two.control(Method::PUT, "/keys", json!({ "accepted": [] }))
        .await;
    two.orders(0..3).await;
    let path = format!("{}/transfers", two.account);
    two.until("the key is rejected", async || {
        two.here().get(&path).await.expect(200)["pause_reason"] == "key_rejected"
    })
    .await;
    two.control(Method::PUT, "/keys", json!({ "accepted": [KEY] }))
        .await;
    assert_eq!(two.there().test(&two.account).await["outcome"], "ok");
    two.until_sent(3).await;
}

/// A paused account queue that could resume, whose leaseholder is not notified.
async fn forgotten_lease(leased_by: &'static str) -> Option<Two> {
    let two = Two::start().await?;
    two.control(Method::PUT, "/keys", json!({ "accepted": [] }))
        .await;
    two.orders(0..3).await;
    two.until("the queue is given back", async || {
        let path = format!("{}/transfers", two.account);
        let reason = two.here().get(&path).await.expect(200)["pause_reason"].clone();
        let metrics = two.first.get("/metrics").await.text;
        reason == "key_rejected" && metrics.contains("integrations_account_queues_held 0")
    })
    .await;
    two.control(Method::PUT, "/keys", json!({ "accepted": [KEY] }))
        .await;
    let pool = database::open(&two.first.database_url()).await;
    let done = sqlx::query(leased_by).execute(&pool).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
    pool.close().await;
    Some(two)
}

#[tokio::test]
async fn an_account_is_worked_on_though_the_answer_that_its_lease_was_taken_got_lost() {
    let taken = "UPDATE account_queues SET pause_reason = NULL, dirty = 0, \
                 leased_by = (SELECT id FROM proxies ORDER BY alive_until DESC LIMIT 1)";
    if let Some(two) = forgotten_lease(taken).await {
        two.until_sent(3).await;
    }
}

#[tokio::test]
async fn an_account_is_worked_on_though_the_answer_that_its_pause_was_ended_got_lost() {
    let ended = "UPDATE account_queues SET pause_reason = NULL, dirty = 0, leased_by = NULL";
    if let Some(two) = forgotten_lease(ended).await {
        two.until_sent(3).await;
    }
}
