//! No statement of the hot paths, of the pages or of the retention scans a whole table that grows
//! with the shops: the test explains each statement that a proxy executes.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod plan;
mod record;

#[allow(dead_code, unused_imports, reason = "shared with other tests")]
#[path = "../all/support/mod.rs"]
mod support;
#[allow(dead_code, unused_imports, reason = "shared with other tests")]
#[path = "../delivery/world/mod.rs"]
mod world;

use std::str::FromStr;

use contract::SecretText;
use proxy::{
    config::Database,
    maintenance::{Retention, RetentionDays},
    secrets::Keyring,
    store::Store,
};
use reqwest::Method;
use serde_json::json;

use record::Recorder;
use world::{World, cart, order, order_of, with};

/// The encryption key of the tests.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// Executes all requests, deliveries and pages.
async fn everything(world: &World) {
    let refuse = json!({ "email_domain": "bad.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    world
        .orders(&[order("1"), order("2"), order_of("3", "b@bad.example")])
        .await;
    world.until("sent", 2).await;
    world.until("failed", 1).await;
    let newer = json!({ "updated_at": "2026-05-05T10:00:00Z", "total": "31.00" });
    world.orders(&[with(order("1"), newer)]).await;
    world.carts(&[cart("c1"), cart("c2"), cart("c3")]).await;
    let of_cart = json!({ "cart_id": "c2" });
    world.orders(&[with(order("4"), of_cart)]).await;
    world.synchronise("s1").await;
    world.until("sent", 5).await;
    world.carts(&[cart("c9")]).await;
    for query in [
        "",
        "?state=sent",
        "?state=waiting",
        "?state=held",
        "?state=failed&limit=1",
    ] {
        world.transfers_where(query).await;
    }
    for query in [
        "",
        "?kind=error&account=neg",
        "?text=n-3",
        "?code=order_refused",
        "?sort=kind&order=asc",
        "?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&offset=1",
    ] {
        world.log(query).await;
    }
    let test = format!("{}/connection-test", world.account);
    world.merchant().post(&test, &json!({})).await.expect(200);
    world.merchant().get("/api/v1/accounts").await.expect(200);
    world.retry(json!({})).await;
    world.until("failed", 1).await;
    world.choose(false, true).await;
    world
        .orders(&[with(order("5"), json!({ "cart_id": "c9" }))])
        .await;
    world.choose(true, true).await;
    world.proxy.get("/metrics").await;
    world.proxy.get("/readyz").await;
    let erasure = json!({ "email": "anna@rossi.example" });
    let path = "/api/v1/events/erasures";
    world.passweb().post(path, &erasure).await.expect(202);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_statement_reads_a_whole_table_that_grows() {
    let recorder = Recorder::start();
    let world = World::open().await;
    everything(&world).await;
    let world = world.again().await;
    world.orders(&[order("7")]).await;
    let url = world.proxy.database_url();
    let dir = world.proxy.stop().await;

    let keyring = Keyring::new(&SecretText::from(KEY), None).unwrap();
    let store = Store::open(&Database::from_str(&url).unwrap(), &keyring)
        .await
        .unwrap();
    let days = RetentionDays { sent: 400, log: 90 };
    let mut retention = Retention::new(store.clone(), days);
    let now = jiff::Timestamp::now().as_millisecond();
    for in_days in [85, 92, 125, 500] {
        let day = now + in_days * 24 * 60 * 60 * 1000;
        retention.sweep(day, || false).await.unwrap();
    }
    store.close().await;

    let statements = recorder.statements();
    assert!(statements.len() > 60, "{} were recorded", statements.len());
    let scans = plan::scans(&url, &statements).await;
    assert!(scans.is_empty(), "{}", scans.join("\n\n"));
    drop(dir);
}
