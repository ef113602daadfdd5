//! Delivery of orders: calls per order, and the rates of intake and delivery. Part of `cargo xtask
//! bench`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::time::{Duration, Instant};

use support::{Goal, Program, Shops, Spread, Table, closed_loop, sandbox};
use tempfile::TempDir;
use tokio::time::sleep;

/// The maximum size of a batch.
const BATCH: u64 = 500;

#[tokio::main(worker_threads = 2)]
async fn main() {
    let table = Table::new("Transfers", &["what", "measured (least–most)", "goal"]);
    calls_per_order(&table).await;
    share_of_the_rate(&table).await;
    own_cost(&table).await;
    accepted(&table).await;
    beside_old_orders(&table).await;
}

/// Calls per order, for new and for known customers.
async fn calls_per_order(table: &Table) {
    const ORDERS: u64 = 400;
    let (sandbox, dir) = (sandbox(None).await, TempDir::new().unwrap());
    let program = Program::start(dir.path(), &sandbox, 1000);
    let shops = Shops::open(&program, &sandbox, 1).await;
    let shop = &shops.list[0];
    let mut before = 0;
    for (who, orders, goal) in [
        ("a new customer's", 0..ORDERS, None),
        ("a known customer's", ORDERS..2 * ORDERS, Some(1.0)),
    ] {
        shop.hand_over(shop.orders(orders, ORDERS)).await;
        shops.until_sent().await;
        let (calls, _) = shops.calls().await;
        let each = (calls - before) as f64 / ORDERS as f64;
        before = calls;
        let goal = goal.map_or(String::new(), |goal| Goal::AtMost(goal).judge(each));
        table.row(&[
            &format!("requests for {who} order"),
            &format!("{each:.3}"),
            &goal,
        ]);
    }
}

/// The used share of ActiveCampaign's rate limit while orders wait.
async fn share_of_the_rate(table: &Table) {
    const RATE: u32 = 4;
    const ORDERS: u64 = 160;
    let (sandbox, dir) = (sandbox(Some(5)).await, TempDir::new().unwrap());
    let program = Program::start(dir.path(), &sandbox, RATE);
    let shops = Shops::open(&program, &sandbox, 1).await;
    let shop = &shops.list[0];
    // Known customers need one call; half of them are known.
    shop.hand_over(shop.orders(0..10, 10)).await;
    shops.until_sent().await;
    let ((before, _), began) = (shops.calls().await, Instant::now());
    shop.hand_over(shop.orders(10..10 + ORDERS, 20)).await;
    shops.until_sent().await;
    let seconds = began.elapsed().as_secs_f64();
    let (calls, most) = shops.calls().await;
    let share = (calls - before) as f64 / (seconds * f64::from(RATE));
    table.row(&[
        &"share of the allowed rate used",
        &format!("{share:.3}"),
        &Goal::AtLeast(0.9).judge(share),
    ]);
    table.row(&[
        &"most requests in any second",
        &most,
        &Goal::AtMost(f64::from(RATE)).judge(most as f64),
    ]);
}

/// Deliveries without a rate limit: measures the proxy's own cost.
async fn own_cost(table: &Table) {
    const SHOPS: usize = 8;
    const EACH: u64 = 1000;
    let (mut rates, mut costs) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let (sandbox, dir) = (sandbox(None).await, TempDir::new().unwrap());
        let program = Program::start(dir.path(), &sandbox, 1000);
        let shops = Shops::open(&program, &sandbox, SHOPS).await;
        for shop in &shops.list {
            shop.hand_over(shop.orders(0..BATCH, BATCH)).await;
        }
        shops.until_sent().await;
        let (began, computed) = (Instant::now(), program.computed());
        for shop in &shops.list {
            for batch in 1..=EACH / BATCH {
                shop.hand_over(shop.orders(batch * BATCH..(batch + 1) * BATCH, BATCH))
                    .await;
            }
        }
        shops.until_sent().await;
        let orders = SHOPS as f64 * EACH as f64;
        rates.push(orders / began.elapsed().as_secs_f64());
        costs.push((program.computed() - computed) * 1000.0 / orders);
    }
    table.row(&[
        &"orders delivered a second, limit lifted",
        &Spread::of(rates),
        &"",
    ]);
    table.row(&[
        &"processor time an order, in to out, ms",
        &Spread::of(costs),
        &"",
    ]);
}

/// Orders stored a second, in batches, and the memory they use.
async fn accepted(table: &Table) {
    const SHOPS: usize = 20;
    const ORDERS: u64 = 100_000;
    let (mut rates, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        let (sandbox, dir) = (sandbox(None).await, TempDir::new().unwrap());
        let program = Program::start(dir.path(), &sandbox, 4);
        let shops = Shops::open(&program, &sandbox, SHOPS).await;
        shops.close_activecampaign().await;
        // Created before the clock starts: a Passweb server runs on its own machine.
        let batches: Vec<_> = (0..ORDERS / BATCH)
            .map(|batch| {
                let shop = shops.list[batch as usize % SHOPS].clone();
                let body = shop.orders(batch * BATCH..(batch + 1) * BATCH, 10_000);
                (shop, body)
            })
            .collect();
        let load = closed_loop(4, batches.len(), move |_, number| {
            let (shop, body) = batches[number].clone();
            async move { shop.hand_over(body).await }
        })
        .await;
        rates.push(load.rate() * BATCH as f64);
        memory.push(program.memory());
    }
    let rate = Spread::of(rates);
    table.row(&[
        &"orders accepted a second, batches of 500",
        &rate,
        &Goal::AtLeast(5000.0).judge(rate.median),
    ]);
    table.row(&[
        &"memory with 100,000 waiting, just taken in, MB",
        &Spread::of(memory),
        &"",
    ]);
}

/// How soon a new order is in ActiveCampaign while old orders wait.
async fn beside_old_orders(table: &Table) {
    const OLD: u64 = 100_000;
    const NEW: u64 = 40;
    let (sandbox, dir) = (sandbox(Some(5)).await, TempDir::new().unwrap());
    let program = Program::start(dir.path(), &sandbox, 4);
    let shops = Shops::open(&program, &sandbox, 1).await;
    let shop = &shops.list[0];
    for batch in 0..OLD / BATCH {
        let numbers = batch * BATCH..(batch + 1) * BATCH;
        shop.hand_over(shop.old_orders(numbers, OLD)).await;
    }
    let mut seconds = Vec::new();
    for number in OLD..OLD + NEW {
        let handed_over = Instant::now();
        shop.hand_over(shop.orders(number..number + 1, OLD + NEW))
            .await;
        while !shops.is_in_activecampaign(shop, number).await {
            sleep(Duration::from_millis(20)).await;
        }
        seconds.push(handed_over.elapsed().as_secs_f64());
    }
    let slowest = seconds.iter().copied().fold(0.0, f64::max);
    table.row(&[
        &"seconds to ActiveCampaign of a new customer's order, 100,000 old ones waiting",
        &Spread::of(seconds),
        &Goal::AtMost(3.0).judge(slowest),
    ]);
}
