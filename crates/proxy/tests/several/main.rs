//! Two proxies on one PostgreSQL database: one loses its network, the other is killed. At the end
//! ActiveCampaign has each order once, of the right person, in sequence, and no account got more
//! calls than allowed in any second.
//!
//! Needs `TEST_POSTGRES`. `SEVERAL_ORDERS` and `SEVERAL_ACCOUNTS` change the size.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod account_queues;
mod check;
mod clocks;
mod connections;
mod fencing;
mod frozen;
mod program;
mod relay;
mod server;
mod server_faults;
mod shared;
mod stall;
mod traffic;

#[allow(dead_code, unused_imports, reason = "shared with other tests")]
#[path = "../all/support/mod.rs"]
mod support;

use std::{env, num::NonZeroU32, time::Instant};

use tempfile::TempDir;
use tokio::net::TcpListener;

use account_queues::AccountQueues;
use program::Program;
use relay::Relay;
use support::database;
use traffic::Traffic;

fn number(name: &str, otherwise: usize) -> usize {
    env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_proxies_are_one_service_whatever_happens_to_either() {
    if database::postgres().is_none() {
        println!("left out: TEST_POSTGRES names no server");
        return;
    }
    let began = Instant::now();
    let orders = number("SEVERAL_ORDERS", 4_000);
    let accounts = number("SEVERAL_ACCOUNTS", 50);
    let dir = TempDir::new().unwrap();
    let url = database::database_url(dir.path());
    let account_queues = AccountQueues::of(&url).await;
    let sandbox = sandbox().await;
    let relay = Relay::before(&url).await;
    let first = Program::start(&dir, "first", relay.url(), &sandbox);
    let second = Program::start(&dir, "second", &url, &sandbox);

    let traffic = Traffic::plan(orders, accounts);
    traffic.save_accounts(&[&first, &second]).await;
    traffic.hand_over([&first, &second]).await;
    assert_eq!(account_queues.taken_in().await, orders as i64, "each once");
    let handed_over = began.elapsed();

    account_queues.until_sent(orders / 4).await;
    let holders = account_queues.holders().await;
    assert_eq!(holders.len(), 2, "both work: {holders:?}");
    relay.cut();
    let cut = Instant::now();
    account_queues.until_one_holder().await;
    let taken_after_cut = cut.elapsed();
    assert_eq!(first.readiness().await, 503);
    relay.mend();
    first.until_ready().await;

    account_queues.until_sent(orders / 2).await;
    second.kill();
    let killed = Instant::now();
    account_queues.until_another_holder().await;
    let taken_after_kill = killed.elapsed();
    account_queues.until_sent(orders).await;

    check::each_once_and_none_too_often(&traffic, &sandbox).await;
    first.terminate();
    assert_eq!(
        account_queues.holders().await,
        [] as [String; 0],
        "all given back"
    );
    println!(
        "{orders} orders over {accounts} accounts: handed over in {:.1} s, account queues taken over {:.1} s \
         after the network was cut and {:.1} s after a kill, {:.0} s in all",
        handed_over.as_secs_f64(),
        taken_after_cut.as_secs_f64(),
        taken_after_kill.as_secs_f64(),
        began.elapsed().as_secs_f64(),
    );
}

/// A sandbox with ActiveCampaign's limit of five calls a second.
async fn sandbox() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let app = sandbox::app(sandbox::Sandbox::new(NonZeroU32::new(5)));
    tokio::spawn(async { axum::serve(listener, app).await });
    address
}
