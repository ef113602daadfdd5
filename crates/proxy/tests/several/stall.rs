//! PostgreSQL, or the network to it, hangs.

use std::time::{Duration, Instant};

use proxy::store::Store;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::{
    relay::Relay,
    sandbox,
    support::{Proxy, SECRET, Setup, claims, database, new_account, sign},
};

const SITE: &str = "negozio";

/// Longer than a lease: the account queue is given up in the middle of its `BEGIN`.
const STALL: Duration = Duration::from_secs(7);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_acknowledged_after_a_stall_of_the_network_is_stored() {
    if database::postgres().is_none() {
        println!("left out: TEST_POSTGRES names no server");
        return;
    }
    let dir = TempDir::new().unwrap();
    let url = database::database_url(dir.path());
    let relay = Relay::before(&url).await;
    let sandbox = format!("{}/{{account}}", sandbox().await);
    let proxy = Setup::within(dir)
        .with("database-url", relay.url())
        .with("activecampaign-url", &sandbox)
        .start()
        .await;
    hand_over_orders(&proxy).await;
    relay.hold_at_begin().await;
    sleep(STALL).await;
    relay.release();
    let saved = Instant::now();
    for n in 0..12 {
        save(&proxy, &format!("site-{n}")).await;
    }
    assert!(saved.elapsed() < Duration::from_secs(10), "within seconds");
    let other = database::open(&url).await;
    let stored: i64 = sqlx::query_scalar("SELECT count(*) FROM accounts")
        .fetch_one(&other)
        .await
        .unwrap();
    assert_eq!(stored, 13, "all that were answered 201");
    proxy.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_begin_that_nobody_waits_for_leaves_no_transaction_behind() {
    if database::postgres().is_none() {
        println!("left out: TEST_POSTGRES names no server");
        return;
    }
    let dir = TempDir::new().unwrap();
    let url = database::database_url(dir.path());
    let relay = Relay::before(&url).await;
    let setup = Setup::within(dir).with("database-url", relay.url());
    let config = setup.config().unwrap();
    let store = Store::open(&config.database, &config.keyring)
        .await
        .unwrap();
    tokio::select! {
        done = store.check() => panic!("its BEGIN was not held: {done:?}"),
        // Drops the check in the middle of its BEGIN.
        () = relay.hold_at_begin() => {}
    }
    relay.release();
    let term = Duration::from_secs(60);
    for n in 0..40 {
        let id = format!("proxy-{n}");
        store.proxies().enter(&id, term).await.unwrap();
    }
    let stored: i64 = sqlx::query_scalar("SELECT count(*) FROM proxies")
        .fetch_one(&database::open(&url).await)
        .await
        .unwrap();
    assert_eq!(stored, 40, "what was acknowledged is committed");
    store.close().await;
}

/// Creates an account; retries on 503.
async fn save(proxy: &Proxy, site: &str) {
    let began = Instant::now();
    loop {
        let answer = proxy
            .shop(site)
            .post("/api/v1/accounts", &new_account())
            .await;
        if answer.status != 503 {
            answer.expect(201);
            return;
        }
        assert!(began.elapsed() < Duration::from_secs(10), "not well again");
    }
}

/// Enough orders for transactions over several seconds.
async fn hand_over_orders(proxy: &Proxy) {
    let shop = proxy.shop(SITE);
    let account = shop.save(SITE, "0123456789abcdef").await;
    let update = json!({
        "description": "Negozio", "platform": "activecampaign", "account_name": SITE,
        "api_key": "keep", "ecommerce": { "orders": true, "abandoned_carts": false },
    });
    shop.change(&account, "\"1\"", &update).await.expect(200);
    let mut claims = claims(SITE);
    claims["aud"] = json!("events");
    let server = proxy.with_token(&sign(&claims, SECRET));
    let orders: Vec<Value> = (0..100).map(crate::shared::order).collect();
    let request = server.request(Method::POST, "/api/v1/events/orders");
    let taken = request.json(&json!({ "orders": orders })).send().await;
    assert_eq!(taken.unwrap().status(), 202);
}
