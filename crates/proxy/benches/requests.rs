//! Requests a second, and their latency. Part of `cargo xtask bench`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::sync::Arc;

use support::{Load, Program, Shop, Shops, Spread, Table, closed_loop, sandbox};
use tempfile::TempDir;

/// Number of concurrent clients.
const CLIENTS: usize = 8;
/// Number of shops: enough to stay below the limit of 600 requests per site.
const SHOPS: usize = 40;
const RUNS: usize = 3;

#[tokio::main(worker_threads = 2)]
async fn main() {
    let columns = [
        "request",
        "a second (least–most)",
        "median, ms",
        "99 of 100 within, ms",
    ];
    let table = Table::new("Requests, 8 at once", &columns);
    let (mut lists, mut saves, mut single, mut batches) = (vec![], vec![], vec![], vec![]);
    for _ in 0..RUNS {
        let (sandbox, dir) = (sandbox(None).await, TempDir::new().unwrap());
        let program = Program::start(dir.path(), &sandbox, 4);
        let shops = Shops::open(&program, &sandbox, SHOPS).await;
        shops.close_activecampaign().await;
        let shops: Arc<[Shop]> = shops.list.into();
        lists.push(list(&shops).await);
        saves.push(save(&shops).await);
        single.push(intake(&shops, 4000, 1).await);
        batches.push(intake(&shops, 200, 500).await);
    }
    for (name, loads) in [
        ("list", lists),
        ("save", saves),
        ("intake, 1 order", single),
        ("intake, 500 orders", batches),
    ] {
        let of = |what: fn(&Load) -> f64| Spread::of(loads.iter().map(what).collect());
        let (rate, median, p99) = (
            of(Load::rate),
            of(|it| it.percentile(0.5)),
            of(|it| it.percentile(0.99)),
        );
        table.row(&[&name, &rate, &median, &p99]);
    }
}

async fn list(shops: &Arc<[Shop]>) -> Load {
    let shops = Arc::clone(shops);
    closed_loop(CLIENTS, 10_000, move |_, number| {
        let shop = shops[number % SHOPS].clone();
        async move { shop.list().await }
    })
    .await
}

/// Every client saves its own accounts, each over its own last version.
async fn save(shops: &Arc<[Shop]>) -> Load {
    let shops = Arc::clone(shops);
    let saved: Arc<[std::sync::atomic::AtomicU64]> = (0..CLIENTS).map(|_| 0.into()).collect();
    closed_loop(CLIENTS, 4000, move |client, _| {
        let turn = saved[client].fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let own = (SHOPS / CLIENTS) as u64;
        let shop = shops[client + CLIENTS * (turn % own) as usize].clone();
        // Version 1 created the account, version 2 enabled it.
        async move { shop.save(2 + turn / own).await }
    })
    .await
}

async fn intake(shops: &Arc<[Shop]>, count: usize, orders: u64) -> Load {
    let bodies: Vec<(Shop, String)> = (0..count)
        .map(|number| {
            let shop = shops[number % SHOPS].clone();
            // Unique numbers for each batch.
            let first = 1_000_000 * orders + number as u64 * orders;
            let body = shop.orders(first..first + orders, 10_000);
            (shop, body)
        })
        .collect();
    closed_loop(CLIENTS, count, move |_, number| {
        let (shop, body) = bodies[number].clone();
        async move { shop.hand_over(body).await }
    })
    .await
}
