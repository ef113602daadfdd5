//! Kills the real program at random moments while it delivers orders and carts under mixed faults.
//! At the end ActiveCampaign has each once, with the right person, total and state.
//!
//! Seeded, and short enough to run on every change: `cargo xtask test --kill-orders N` makes it
//! longer, `--kill-seed N` repeats a run.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod check;
mod killer;
mod traffic;

#[allow(dead_code, unused_imports, reason = "shared with other tests")]
#[path = "../all/support/mod.rs"]
mod support;

use std::{env, time::Instant};

use serde_json::json;
use tokio::net::TcpListener;

use killer::Killer;
use traffic::Traffic;

/// The account's key; the test searches all output for it.
const KEY: &str = "s3cret-k3y-of-a-merchant-0123456789";

fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_it_sends_everything_once() {
    let seed = number("KILL_SEED", 20_260_504);
    let orders = number("KILL_ORDERS", 1000);
    let began = Instant::now();
    let sandbox = sandbox().await;
    let killer = Killer::start(&sandbox, fastrand::Rng::with_seed(seed)).await;
    let traffic = Traffic::plan(orders, fastrand::Rng::with_seed(seed + 1));
    let account = killer.save_account().await;
    let faults = json!({
        "seed": seed, "retry_after_seconds": 1, "stall_ms": 200,
        "shares": {
            "rate_limited": 0.002, "maintenance": 0.002, "unavailable": 0.002, "redirect": 0.01,
            "html": 0.01, "server_error": 0.02, "reset_before": 0.02, "reset_after": 0.04,
            "stall": 0.01, "timeout": 0.01,
        },
    });
    put(
        &format!("{sandbox}/_sandbox/accounts/negozio/faults"),
        faults,
    )
    .await;

    let killing = killer.kill_at_random();
    traffic.hand_over_first(&killer).await;
    killer.until_half_sent(&account).await;
    traffic.hand_over_second(&killer).await;
    killer.until_half_sent(&account).await;
    let kills = killing.stop().await;
    killer.until_sent(&account).await;

    let metrics = killer.metrics().await;
    let said = killer.terminate();
    let held = get(&format!("{sandbox}/_sandbox/accounts/negozio")).await;
    let calls = get(&format!("{sandbox}/_sandbox/accounts/negozio/calls")).await;
    let counts = check::everything_is_there_once(&traffic, &held);
    check::nothing_secret_was_said(&said, &metrics, KEY);
    println!(
        "seed {seed}: {kills} kills, {counts}, {} calls, faults {}, {:.0} s",
        calls["total"],
        calls["faults"],
        began.elapsed().as_secs_f64(),
    );
    assert!(counts.recovered > 0, "no cart was sent before its order");
    let enough = match support::database::postgres() {
        None => 5,
        // Each kill costs the seconds until the account queue is taken over.
        Some(_) => 1,
    };
    assert!(kills >= enough, "{kills} kills prove little");
}

async fn sandbox() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let app = sandbox::app(sandbox::Sandbox::new(None));
    tokio::spawn(async { axum::serve(listener, app).await });
    address
}

async fn get(url: &str) -> serde_json::Value {
    reqwest::get(url).await.unwrap().json().await.unwrap()
}

async fn put(url: &str, body: serde_json::Value) {
    let answer = reqwest::Client::new().put(url).json(&body).send().await;
    assert!(answer.unwrap().status().is_success());
}
