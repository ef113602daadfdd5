//! A single order that ActiveCampaign cannot process, whatever the error.

use std::time::{Duration, Instant};

use proxy::limits::Patience;
use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, eventually, order, order_of, sandbox, setup};

/// A proxy with few and short retries.
async fn impatient() -> World {
    let sandbox = sandbox(None).await;
    let setup = setup(&sandbox).limits(|limits| {
        limits.activecampaign_call = Duration::from_millis(500);
        limits.patience.longest = Duration::from_millis(100);
        limits.patience.doubt = Duration::from_millis(300);
    });
    World::with(setup, sandbox).await
}

async fn broken(world: &World, how: Value) {
    let mut broken = how;
    broken["externalid"] = json!("13");
    world.control(Method::PUT, "/broken", broken).await;
}

fn ids(held: &[Value]) -> Vec<&str> {
    let mut ids: Vec<&str> = held
        .iter()
        .filter_map(|record| record["externalid"].as_str())
        .collect();
    ids.sort_unstable();
    ids
}

#[tokio::test]
async fn an_order_that_fails_by_itself_is_set_aside_with_activecampaigns_words() {
    for (how, code, words) in [
        (
            json!({ "status": 500 }),
            "server_error",
            "The record 13 cannot be saved",
        ),
        (
            json!({ "status": 502, "html": true }),
            "server_error",
            "The record 13 cannot be saved",
        ),
        (
            json!({ "status": 200, "html": true }),
            "server_error",
            "The record 13 cannot be saved",
        ),
        (
            json!({ "status": 413, "html": true }),
            "too_large",
            "The record 13 cannot be saved",
        ),
        (
            json!({ "status": 503, "html": true, "retry_after_seconds": 1 }),
            "server_error",
            "The record 13 cannot be saved",
        ),
        (
            json!({ "status": 403 }),
            "refused",
            "The record 13 cannot be saved",
        ),
        (
            json!({ "wait_ms": 2000 }),
            "no_answer",
            "response timed out",
        ),
    ] {
        let world = impatient().await;
        broken(&world, how.clone()).await;
        world.orders(&[order("13"), order("14")]).await;
        world.orders(&[order_of("15", "b@c.example")]).await;
        world.until("failed", 1).await;
        world.until("sent", 2).await;
        assert_eq!(ids(&world.held_orders().await), ["14", "15"], "{how}");
        let transfers = world.transfers().await;
        assert_eq!(transfers["pause_reason"], json!(null), "{how}");
        let failure = &transfers["items"][0]["failure"];
        assert_eq!(failure["code"], code, "{how}");
        assert_eq!(failure["reason"], words, "{how}");
        let log = world.log("?kind=error").await;
        assert_eq!(log["entries"][0]["params"]["number"], "N-13", "{how}");
        let details = log["entries"][0]["details"].as_str().unwrap();
        assert!(details.starts_with(words), "{details}");
    }
}

#[tokio::test]
async fn an_order_that_fails_alone_is_set_aside_when_the_account_says_that_it_works() {
    let world = impatient().await;
    broken(&world, json!({ "status": 500 })).await;
    world.orders(&[order("13")]).await;
    world.until("failed", 1).await;
}

#[tokio::test]
async fn what_was_set_aside_is_sent_again_once_when_asked_also_if_it_had_arrived() {
    let world = impatient().await;
    // The call succeeds, and its response is lost.
    let lost = json!({ "POST ecomOrders": { "reset_after": 1.0 }, "GET ecomOrders": { "server_error": 1.0 } });
    world.faults(json!({ "kinds": lost })).await;
    world.orders(&[order("13")]).await;
    world.until("failed", 1).await;
    assert_eq!(world.held_orders().await.len(), 1);
    world.no_faults().await;
    assert_eq!(world.retry(json!({})).await["retried"], 1);
    world.until("sent", 1).await;
    assert_eq!(world.held_orders().await.len(), 1);
}

#[tokio::test]
async fn an_order_that_never_gets_an_answer_holds_up_its_own_customer_for_two_minutes_at_most() {
    const SCALE: u32 = 20;
    let sandbox = sandbox(None).await;
    // The default settings, 20 times as fast.
    let setup = setup(&sandbox).limits(|limits| {
        let usual = proxy::limits::Limits::default();
        limits.activecampaign_call = usual.activecampaign_call / SCALE;
        limits.patience = Patience {
            first: usual.patience.first / SCALE,
            longest: usual.patience.longest / SCALE,
            recheck: usual.patience.recheck / SCALE,
            doubt: usual.patience.doubt / SCALE,
            own_customer: usual.patience.own_customer / SCALE,
            longest_own: usual.patience.longest_own / SCALE,
            ..usual.patience
        };
    });
    let world = World::with(setup, sandbox).await;
    broken(&world, json!({ "wait_ms": 600_000 })).await;
    let began = Instant::now();
    world.orders(&[order("13"), order("14")]).await;
    world.until("sent", 1).await;
    let held_up = began.elapsed();
    assert_eq!(ids(&world.held_orders().await), ["14"]);
    // Six attempts that all wait for a response would take 18 seconds.
    assert!(
        held_up < Duration::from_secs(2 * 120 / u64::from(SCALE)),
        "{held_up:?}"
    );
    world.until("failed", 1).await;
}

#[tokio::test]
async fn an_outage_of_all_writes_sets_nothing_aside_however_long_it_lasts() {
    let world = impatient().await;
    let down = json!({ "POST ecomOrders": { "server_error": 1.0 } });
    world.faults(json!({ "kinds": down })).await;
    let orders: Vec<Value> = (0..8)
        .map(|n| order_of(&format!("{n}"), &format!("person{n}@b.example")))
        .collect();
    world.orders(&orders).await;
    // More than eight orders with six attempts each.
    eventually("many tries", async || {
        (world.calls(Some("POST ecomOrders")).await > 64).then_some(())
    })
    .await;
    assert_eq!(world.transfers().await["counters"]["failed"], 0);
    world.no_faults().await;
    world.until("sent", 8).await;
    assert_eq!(world.transfers().await["counters"]["failed"], 0);
}

#[tokio::test]
async fn a_restart_does_not_begin_to_count_the_tries_anew() {
    let sandbox = sandbox(None).await;
    // The retries would take far longer than the test waits.
    let setup = setup(&sandbox).limits(|limits| {
        limits.patience.first = Duration::from_secs(20);
        limits.patience.longest = Duration::from_secs(20);
        limits.patience.tries = 1000;
    });
    let world = World::with(setup, sandbox).await;
    broken(&world, json!({ "status": 500 })).await;
    world.orders(&[order("13")]).await;
    eventually("a first try", async || {
        (world.calls(Some("POST ecomOrders")).await == 1).then_some(())
    })
    .await;
    // The next proxy has short intervals, and still waits until the stored time.
    let world = world.again().await;
    world.orders(&[order_of("15", "b@c.example")]).await;
    world.until("sent", 1).await;
    assert_eq!(world.calls(Some("POST ecomOrders")).await, 2, "15 alone");
}
