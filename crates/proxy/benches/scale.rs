//! Time per order and memory use, by the number of waiting orders. Part of `cargo xtask bench`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::{
    path::Path,
    time::{Duration, Instant},
};

use contract::{AccountId, transfer::TransferKind};
use proxy::{
    secrets::Keyring,
    store::{Cursor, CustomerKey, FencingToken, Kinds, NewItem, Store},
};
use support::{ENCRYPTION_KEY, Goal, Program, Shop, Shops, Spread, Table, sandbox};
use tempfile::TempDir;

const SHOPS: usize = 100;
const LEVELS: [u64; 3] = [1_000, 100_000, 1_000_000];
const SAMPLES: u64 = 300;

/// The measurements with this many waiting orders, in microseconds and MB.
struct Level {
    accept: Spread,
    claim: Spread,
    count: Spread,
    memory: f64,
}

#[tokio::main(worker_threads = 2)]
async fn main() {
    let (sandbox, dir) = (sandbox(Some(5)).await, TempDir::new().unwrap());
    let program = Program::start(dir.path(), &sandbox, 4);
    let idle = program.memory();
    let shops = Shops::open(&program, &sandbox, SHOPS).await.list;
    drop(program);

    let mut levels = Vec::new();
    let mut filled = 0;
    for level in LEVELS {
        let store = open(dir.path()).await;
        fill(&store, &shops, filled..level).await;
        filled = level + SAMPLES;
        levels.push(measure(&store, &shops, level).await);
        store.close().await;
        let program = Program::start(dir.path(), &sandbox, 4);
        // Account queues read ahead while they send: measure after that.
        tokio::time::sleep(Duration::from_secs(10)).await;
        levels.last_mut().unwrap().memory = program.memory();
    }
    print(idle, &levels);
}

fn print(idle: f64, levels: &[Level]) {
    let columns = [
        "of one order",
        "1,000 waiting",
        "100,000",
        "1,000,000",
        "1 M : 1 k",
    ];
    let table = Table::new("Costs as work grows, µs (least–most of 5 rounds)", &columns);
    for (name, of) in [
        (
            "accepting",
            (|it: &Level| it.accept) as fn(&Level) -> Spread,
        ),
        ("claiming", |it| it.claim),
        ("counting", |it| it.count),
    ] {
        let [one, two, three] = [0, 1, 2].map(|level| of(&levels[level]));
        let growth = three.median / one.median;
        let judged = format!("{growth:.2}, {}", Goal::AtMost(1.2).judge(growth));
        table.row(&[&name, &one, &two, &three, &judged]);
    }
    let table = Table::new("Memory, MB resident", &["waiting", "measured", "goal"]);
    table.row(&[
        &"nothing",
        &format!("{idle:.1}"),
        &Goal::AtMost(20.0).judge(idle),
    ]);
    for (level, measured) in LEVELS.iter().zip(levels) {
        let goal = match level {
            1_000_000 => Goal::AtMost(60.0).judge(measured.memory),
            _ => String::new(),
        };
        table.row(&[level, &format!("{:.1}", measured.memory), &goal]);
    }
}

async fn open(dir: &Path) -> Store {
    let url = format!("sqlite://{}", dir.join("proxy.db").display());
    let keyring = Keyring::new(&ENCRYPTION_KEY.into(), None).unwrap();
    Store::open(&url.parse().unwrap(), &keyring).await.unwrap()
}

async fn fill(store: &Store, shops: &[Shop], orders: std::ops::Range<u64>) {
    const BATCH: u64 = 500;
    for first in orders.clone().step_by(BATCH as usize) {
        let last = orders.end.min(first + BATCH);
        let shop = &shops[(first / BATCH) as usize % SHOPS];
        take_in(store, shop, first..last).await;
    }
}

async fn take_in(store: &Store, shop: &Shop, orders: std::ops::Range<u64>) {
    let items: Vec<NewItem> = orders.map(item).collect();
    let account = account(shop);
    store.account_queues().ensure(&account).await.unwrap();
    let taken = store
        .outbox()
        .take_in(&account, TransferKind::Order, &items)
        .await;
    assert_eq!(taken.unwrap().accepted, items.len() as u64);
}

fn item(number: u64) -> NewItem {
    NewItem {
        external_id: format!("order-{number}"),
        number: Some(format!("N-{number}")),
        version: 1,
        content: format!("{number:032x}"),
        happened_at: 1,
        withdrawn: false,
        history: false,
        customer: CustomerKey(format!("{:032x}", number % 100_000)),
        cart: None,
        order_url: None,
        // The size of an order with one line.
        payload: "x".repeat(700),
    }
}

fn account(shop: &Shop) -> AccountId {
    AccountId::parse(shop.account.rsplit('/').next().unwrap()).unwrap()
}

async fn measure(store: &Store, shops: &[Shop], level: u64) -> Level {
    const ROUNDS: u64 = 6;
    let each = SAMPLES / ROUNDS;
    let [mut accept, mut claim, mut count] = [const { Vec::new() }; 3];
    for round in 0..ROUNDS {
        let shop = &shops[round as usize];
        let account = account(shop);
        let numbers = level + round * each..level + (round + 1) * each;
        accept.push(
            timed(each, async || {
                for number in numbers.clone() {
                    take_in(store, shop, number..number + 1).await;
                }
            })
            .await,
        );
        claim.push(
            timed(each, async || {
                let mut after = Cursor::default();
                for _ in 0..each {
                    after = claim_next(store, &account, after).await;
                }
            })
            .await,
        );
        count.push(
            timed(each, async || {
                for _ in 0..each {
                    store.account_queues().state(&account).await.unwrap();
                }
            })
            .await,
        );
    }
    // In the first round the database's cache was cold.
    let [accept, claim, count] =
        [accept, claim, count].map(|rounds| Spread::of(rounds[1..].to_vec()));
    Level {
        accept,
        claim,
        count,
        memory: 0.0,
    }
}

/// The steps of an account queue before a call: find the next order, load it, record the attempt.
async fn claim_next(store: &Store, account: &AccountId, after: Cursor) -> Cursor {
    let kinds = Kinds {
        orders: true,
        carts: true,
    };
    let waiting = store
        .outbox()
        .waiting(account, kinds, after, 1)
        .await
        .unwrap();
    // With few waiting orders it restarts at the front.
    let Some(entry) = waiting.first() else {
        return Cursor::default();
    };
    let work = store.outbox().load(entry.cursor.id).await.unwrap().unwrap();
    let token = FencingToken::alone(account);
    let writes = store.fenced(&token);
    assert!(writes.attempt(&work).await.unwrap());
    writes.not_attempted(&work).await.unwrap();
    entry.cursor
}

/// Microseconds per repetition of `count`.
async fn timed(count: u64, work: impl AsyncFn()) -> f64 {
    let began = Instant::now();
    work().await;
    began.elapsed().as_secs_f64() * 1e6 / count as f64
}
