//! Transactions that move rows update the counters; the proxy compares them with the rows.

use std::time::Duration;

use proxy::{
    limits::CounterCheck,
    store::{Delivered, FencingToken, Store},
};
use reqwest::Method;
use serde_json::json;

use crate::{
    support::{Setup, database},
    world::{NAME, World, eventually, order, sandbox, setup},
};

/// Changes a counter without the proxy.
async fn count(url: &str, statement: &'static str) {
    let pool = database::open(url).await;
    let done = sqlx::query(statement).execute(&pool).await.unwrap();
    assert_eq!(done.rows_affected(), 1, "{statement}");
    pool.close().await;
}

#[tokio::test]
async fn a_write_that_is_confirmed_twice_counts_once() {
    let world = World::open().await;
    world.faults(json!({ "always": "maintenance" })).await;
    world.orders(&["1", "2"].map(order)).await;
    world.until("waiting", 2).await;
    let account = world.account.rsplit('/').next().unwrap().to_owned();
    let account = contract::AccountId::parse(&account).unwrap();
    let dir = world.proxy.stop().await;

    let setup = Setup::within(dir);
    let config = setup.config().unwrap();
    let store = Store::open(&config.database, &config.keyring)
        .await
        .unwrap();
    let kinds = proxy::store::Kinds {
        orders: true,
        carts: true,
    };
    let outbox = store.outbox();
    let waiting = outbox.waiting(&account, kinds, Default::default(), 9).await;
    let waiting = waiting.unwrap();
    let first = waiting[0].cursor.id;
    let work = outbox.load(first).await.unwrap().unwrap();
    let token = FencingToken::alone(&account);
    for _ in 0..2 {
        let done = Delivered {
            work: &work,
            remote_id: "7",
            person: &waiting[0].customer,
        };
        store.fenced(&token).delivered(done).await.unwrap();
    }
    let state = store
        .account_queues()
        .find(&account)
        .await
        .unwrap()
        .unwrap();
    let counters = state.counters;
    assert_eq!((counters.waiting, counters.sent), (1, 1));
    let counted = outbox.counted(&account).await.unwrap().unwrap();
    assert!(counted.is_right(), "{counted:?}");
}

#[tokio::test]
async fn what_waits_is_seen_after_a_restart_whatever_the_counters_say() {
    let world = World::open().await;
    world.faults(json!({ "always": "maintenance" })).await;
    world.orders(&[order("1")]).await;
    world.until("waiting", 1).await;
    let (account, sandbox) = (world.account, world.sandbox);
    let dir = world.proxy.stop().await;
    let url = database::database_url(dir.path());
    count(
        &url,
        "UPDATE account_queues SET waiting = -3, pause_reason = NULL, paused_until = NULL",
    )
    .await;
    let faults = format!("{sandbox}/_sandbox/accounts/{NAME}/faults");
    let none = reqwest::Client::new().request(Method::DELETE, faults);
    assert!(none.send().await.unwrap().status().is_success());

    let again = Setup::within(dir).with("activecampaign-url", &format!("{sandbox}/{{account}}"));
    let world = World {
        proxy: again.start().await,
        account,
        sandbox,
    };
    world.until("sent", 1).await;
    world.until("waiting", 0).await;
}

#[tokio::test]
async fn counters_that_differ_from_the_rows_are_mended() {
    let sandbox = sandbox(None).await;
    let often = CounterCheck {
        step: Duration::from_millis(1),
        round: Duration::from_millis(50),
    };
    let setup = setup(&sandbox).limits(|limits| limits.counters = often);
    let world = World::with(setup, sandbox).await;
    world.orders(&["1", "2"].map(order)).await;
    world.until("sent", 2).await;
    count(
        &world.proxy.database_url(),
        "UPDATE account_queues SET held = 4, waiting = -91, sent = 0, failed = -3",
    )
    .await;
    eventually("counters as the rows are", async || {
        let counters = world.transfers().await["counters"].clone();
        let is_so = |name: &str, count: i64| counters[name] == count;
        (is_so("held", 0) && is_so("waiting", 0) && is_so("sent", 2) && is_so("failed", 0))
            .then_some(())
    })
    .await;
}
