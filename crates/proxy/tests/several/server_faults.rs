//! The PostgreSQL server goes away, takes no connections, ends sessions, turns read-only or stands
//! still, while orders are handed over. Senders are told 503, nothing is stored by half, and all goes
//! on without a restart when it is over.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use crate::{
    account_queues::AccountQueues,
    check,
    program::Program,
    sandbox,
    server::{ROLE, Server, signal},
    traffic::{Shop, Traffic},
};

const ORDERS: usize = 160;
const ACCOUNTS: usize = 4;
/// How many orders are handed over at once.
const BATCH: usize = 5;
/// How long a fault lasts.
const FAULT: Duration = Duration::from_secs(7);

/// A proxy with a database server of its own, in the middle of its work.
struct World {
    server: Server,
    proxy: Program,
    traffic: Traffic,
    sandbox: String,
    _dir: TempDir,
}

impl World {
    /// Half of the orders are handed over, and some are sent.
    async fn start() -> Option<Self> {
        let server = Server::start().await?;
        let dir = TempDir::new().unwrap();
        let sandbox = sandbox().await;
        let proxy = Program::start(&dir, "proxy", &server.url(), &sandbox);
        let traffic = Traffic::plan(ORDERS, ACCOUNTS);
        traffic.save_accounts(&[&proxy, &proxy]).await;
        let world = Self {
            server,
            proxy,
            traffic,
            sandbox,
            _dir: dir,
        };
        for shop in &world.traffic.shops {
            for batch in shop.orders[..shop.orders.len() / 2].chunks(BATCH) {
                assert_eq!(world.hand_over(shop, batch).await, 202);
            }
        }
        let queues = AccountQueues::of(&world.server.url()).await;
        queues.until_sent(ORDERS / 10).await;
        Some(world)
    }

    /// The status of the answer. One that is not "accepted" is 503 and says when to come again.
    async fn hand_over(&self, shop: &Shop, batch: &[crate::traffic::Order]) -> u16 {
        let body = json!({ "orders": batch.iter().map(|it| it.as_json()).collect::<Vec<_>>() });
        let server = (shop.name.as_str(), "events");
        let path = "/api/v1/events/orders";
        let asked = self.proxy.ask(server, Method::POST, path, &body);
        // A sender does not wait for ever.
        let answer = timeout(Duration::from_secs(20), asked).await.unwrap();
        if answer.status != 202 {
            answer.problem(503, "unavailable");
            assert_eq!(answer.header("retry-after"), "5");
        }
        answer.status.as_u16()
    }

    /// The second half is handed over, again and again until it is accepted. Returns how often that
    /// was refused.
    async fn hand_over_rest(&self) -> usize {
        let mut refused = 0;
        for shop in &self.traffic.shops {
            for batch in shop.orders[shop.orders.len() / 2..].chunks(BATCH) {
                while self.hand_over(shop, batch).await != 202 {
                    refused += 1;
                    sleep(Duration::from_millis(200)).await;
                }
            }
        }
        refused
    }

    async fn calls(&self) -> u64 {
        let mut calls = 0;
        for shop in &self.traffic.shops {
            let url = format!("{}/_sandbox/accounts/{}/calls", self.sandbox, shop.name);
            let answer: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
            calls += answer["total"].as_u64().unwrap();
        }
        calls
    }

    /// All goes on: within seconds new orders are accepted, and each arrives once.
    async fn ends_well(self) {
        let began = Instant::now();
        self.proxy.until_ready().await;
        let refused = self.hand_over_rest().await;
        assert!(
            began.elapsed() < Duration::from_secs(20),
            "well again within seconds, refused {refused} times"
        );
        let url = self.server.url();
        AccountQueues::of(&url).await.until_sent(ORDERS).await;
        check::each_once_and_none_too_often(&self.traffic, &self.sandbox).await;
        check::counters_are_right(&url).await;
        self.proxy.terminate();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_server_is_gone_senders_are_refused_and_activecampaign_is_left_alone() {
    let Some(world) = World::start().await else {
        return;
    };
    world.server.stop();
    let shop = &world.traffic.shops[0];
    let batch = &shop.orders[shop.orders.len() - BATCH..];
    assert_eq!(world.hand_over(shop, batch).await, 503);
    assert_eq!(world.proxy.readiness().await, 503);
    // What was under way may make its last calls.
    sleep(Duration::from_secs(1)).await;
    let before = world.calls().await;
    sleep(FAULT).await;
    let during = world.calls().await - before;
    assert!(during <= 4, "{during} calls for nothing");
    world.server.start_again();
    world.ends_well().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_no_connection_is_left_senders_are_refused_until_there_is_one() {
    let Some(world) = World::start().await else {
        return;
    };
    let server = &world.server;
    server
        .run(&format!("ALTER ROLE {ROLE} CONNECTION LIMIT 0"))
        .await;
    server.terminate_sessions().await;
    let shop = &world.traffic.shops[0];
    let batch = &shop.orders[shop.orders.len() - BATCH..];
    assert_eq!(world.hand_over(shop, batch).await, 503);
    assert_eq!(world.proxy.readiness().await, 503);
    server
        .run(&format!("ALTER ROLE {ROLE} CONNECTION LIMIT -1"))
        .await;
    world.ends_well().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_that_the_server_ends_are_replaced() {
    let Some(world) = World::start().await else {
        return;
    };
    let ends = async {
        for _ in 0..20 {
            world.server.terminate_sessions().await;
            sleep(Duration::from_millis(150)).await;
        }
    };
    tokio::join!(world.hand_over_rest(), ends);
    world.ends_well().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_to_a_server_that_only_reads_are_not_kept() {
    let Some(world) = World::start().await else {
        return;
    };
    let server = &world.server;
    let read_only = "ALTER SYSTEM SET default_transaction_read_only = on";
    server.run(read_only).await;
    server.run("SELECT pg_reload_conf()").await;
    let shop = &world.traffic.shops[0];
    let batch = &shop.orders[shop.orders.len() - BATCH..];
    let began = Instant::now();
    while world.hand_over(shop, batch).await == 202 {
        assert!(began.elapsed() < FAULT, "it does not only read");
    }
    assert_eq!(world.proxy.readiness().await, 503);
    let writable = "ALTER SYSTEM RESET default_transaction_read_only";
    server.run(writable).await;
    server.run("SELECT pg_reload_conf()").await;
    world.ends_well().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_processes_stand_still_holds_up_senders_for_seconds_at_most() {
    let Some(world) = World::start().await else {
        return;
    };
    let frozen = world.server.backends().await;
    assert!(!frozen.is_empty());
    signal("-STOP", &frozen);
    let rest = async {
        sleep(FAULT).await;
        signal("-CONT", &frozen);
    };
    tokio::join!(world.hand_over_rest(), rest);
    world.ends_well().await;
}
