//! Cost of the intake: orders a second, processor time per order, and memory. Part of `cargo xtask
//! bench`. `PROXY_BINARY` names another build of the proxy for comparison.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::{sync::Arc, time::Instant};

use support::{Goal, Load, Program, Shop, Shops, Spread, Table, closed_loop, sandbox};
use tempfile::TempDir;

/// Number of concurrent clients.
const CLIENTS: usize = 8;
/// Number of shops. A few are enough for the request rate of a site.
const SHOPS: usize = 8;
/// The maximum size of a batch.
const BATCH: u64 = 500;
const RUNS: usize = 5;
/// Number of largest bodies at once.
const LARGEST: usize = 10;
/// The maximum size of a body, in bytes.
const LARGEST_BODY: usize = 16 * 1024 * 1024;
/// Memory that the largest bodies may take, in MB.
const MEMORY: Goal = Goal::AtMost(300.0);

/// Batches of one kind.
struct Kind {
    name: &'static str,
    lines: usize,
    batches: usize,
}

/// The result of a run.
struct Run {
    orders_a_second: f64,
    /// Processor time of the proxy, user and system, in microseconds per order.
    computed: f64,
    batch: f64,
    /// Maximum resident memory of the proxy, in MB.
    memory: f64,
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    let columns = [
        "500 orders a batch, 8 at once",
        "orders a second (least–most)",
        "processor, µs an order",
        "median of a batch, ms",
        "memory at most, MB",
    ];
    let table = Table::new("Intake", &columns);
    for kind in [
        Kind {
            name: "one line",
            lines: 1,
            batches: 80,
        },
        Kind {
            name: "20 lines",
            lines: 20,
            batches: 24,
        },
    ] {
        let mut runs = Vec::new();
        for _ in 0..RUNS {
            runs.push(run(&kind).await);
        }
        let of = |what: fn(&Run) -> f64| Spread::of(runs.iter().map(what).collect());
        table.row(&[
            &kind.name,
            &of(|it| it.orders_a_second),
            &of(|it| it.computed),
            &of(|it| it.batch),
            &of(|it| it.memory),
        ]);
    }
    largest_bodies().await;
}

async fn largest_bodies() {
    let columns = [
        "ten bodies of 16 MiB at once",
        "measured (least–most)",
        "goal",
    ];
    let table = Table::new("The largest bodies", &columns);
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        runs.push(run_largest().await);
    }
    let memory = Spread::of(runs.iter().map(|it| it.memory).collect());
    let goal = MEMORY.judge(memory.median);
    table.row(&[&"memory at most, MB", &memory, &goal]);
    let others = Spread::of(runs.iter().map(|it| it.others).collect());
    table.row(&[&"99 of 100 orders of another shop within, ms", &others, &""]);
    let all = Spread::of(runs.iter().map(|it| it.all).collect());
    table.row(&[&"all ten accepted within, ms", &all, &""]);
}

/// The result of a run with the largest bodies. Times are in milliseconds.
struct LargestRun {
    /// Maximum resident memory of the proxy, in MB.
    memory: f64,
    /// Latency of another shop's single orders meanwhile.
    others: f64,
    /// Until the last of the bodies was accepted.
    all: f64,
}

async fn run_largest() -> LargestRun {
    let (sandbox, dir) = (sandbox(None).await, TempDir::new().unwrap());
    let program = Program::start(dir.path(), &sandbox, 4);
    let shops = Shops::open(&program, &sandbox, LARGEST + 1).await;
    shops.close_activecampaign().await;
    let bodies: Arc<[(Shop, String)]> = shops.list[..LARGEST]
        .iter()
        .map(|shop| (shop.clone(), largest_body(shop)))
        .collect();
    let began = Instant::now();
    let large = tokio::spawn(closed_loop(LARGEST, LARGEST, move |_, number| {
        let (shop, body) = bodies[number].clone();
        async move { shop.hand_over(body).await }
    }));
    let (other, mut latencies) = (&shops.list[LARGEST], Vec::new());
    while !large.is_finished() {
        let number = latencies.len() as u64;
        let sent = Instant::now();
        other.hand_over(other.orders(number..number + 1, 10)).await;
        latencies.push(sent.elapsed().as_secs_f64() * 1000.0);
    }
    large.await.unwrap();
    latencies.sort_by(f64::total_cmp);
    LargestRun {
        memory: program.most_memory(),
        others: latencies[(latencies.len() - 1) * 99 / 100],
        all: began.elapsed().as_secs_f64() * 1000.0,
    }
}

/// A batch of as many lines per order as fit into a body.
fn largest_body(shop: &Shop) -> String {
    let batch = |lines| shop.orders_of(0..BATCH, 10_000, lines);
    let (one, two) = (batch(1).len(), batch(2).len());
    batch(1 + (LARGEST_BODY - one) / (two - one))
}

async fn run(kind: &Kind) -> Run {
    let (sandbox, dir) = (sandbox(None).await, TempDir::new().unwrap());
    let program = Program::start(dir.path(), &sandbox, 4);
    let shops = Shops::open(&program, &sandbox, SHOPS).await;
    shops.close_activecampaign().await;
    let bodies: Arc<[(Shop, String)]> = (0..kind.batches as u64)
        .map(|number| {
            let shop = shops.list[number as usize % SHOPS].clone();
            let first = number * BATCH;
            let body = shop.orders_of(first..first + BATCH, 10_000, kind.lines);
            (shop, body)
        })
        .collect();
    let before = program.computed();
    let load = closed_loop(CLIENTS, kind.batches, move |_, number| {
        let (shop, body) = bodies[number].clone();
        async move { shop.hand_over(body).await }
    })
    .await;
    let orders = kind.batches as f64 * BATCH as f64;
    Run {
        orders_a_second: Load::rate(&load) * BATCH as f64,
        computed: (program.computed() - before) * 1e6 / orders,
        batch: load.percentile(0.5),
        memory: program.most_memory(),
    }
}
