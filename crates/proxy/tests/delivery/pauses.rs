use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    support::{Setup, database},
    world::{KEY, World, eventually, hurry, order, order_of, sandbox, setup},
};

async fn reason(world: &World, expected: &str) {
    eventually(expected, async || {
        (world.transfers().await["pause_reason"] == expected).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_account_pauses_as_a_whole_for_as_long_as_activecampaign_says() {
    for (behaviour, expected) in [
        ("rate_limited", "rate_limited"),
        ("maintenance", "maintenance"),
    ] {
        let world = World::open().await;
        world.faults(json!({ "always": behaviour })).await;
        let orders = ["1", "2", "3"].map(order);
        world.orders(&orders).await;
        reason(&world, expected).await;
        let until = world.transfers().await["paused_until"].clone();
        let until: jiff::Timestamp = until.as_str().unwrap().parse().unwrap();
        let seconds = (until - jiff::Timestamp::now()).as_secs();
        // `Retry-After` is 7 in one case, 120 in the other.
        assert!((4..=120).contains(&seconds), "{seconds}");
        assert_eq!(world.calls(None).await, 1, "{behaviour}");
    }
}

#[tokio::test]
async fn after_a_short_pause_it_goes_on_by_itself() {
    let world = World::open().await;
    let shares = json!({ "rate_limited": 0.1, "maintenance": 0.1, "unavailable": 0.1 });
    world
        .faults(json!({ "seed": 4, "retry_after_seconds": 1, "shares": shares }))
        .await;
    world.orders(&["1", "2", "3", "4", "5"].map(order)).await;
    world.until("sent", 5).await;
    assert_eq!(world.held_orders().await.len(), 5);
    assert_eq!(world.transfers().await["pause_reason"], json!(null));
}

#[tokio::test]
async fn a_key_rejected_several_times_stops_the_delivery_and_the_account_shows_it() {
    let world = World::open().await;
    world
        .control(Method::PUT, "/keys", json!({ "accepted": [] }))
        .await;
    world.orders(&["1", "2", "3"].map(order)).await;
    reason(&world, "key_rejected").await;
    let transfers = world.transfers().await;
    assert_eq!(transfers["paused_until"], json!(null));
    assert_eq!(transfers["counters"]["waiting"], 3, "nothing is lost");
    let account = world.merchant().get(&world.account).await.expect(200);
    assert_eq!(account["last_test"]["outcome"], "key_rejected");
    let entry = world.newest_entry("?kind=error").await;
    assert_eq!(entry["code"], "key_rejected");

    // More data causes no call to ActiveCampaign.
    let calls = world.calls(None).await;
    assert!(calls >= 3, "believed after several in a row");
    world.orders(&[order("4")]).await;
    assert_eq!(world.calls(None).await, calls);

    // A successful test resumes sending.
    world
        .control(Method::PUT, "/keys", json!({ "accepted": [KEY] }))
        .await;
    assert_eq!(world.merchant().test(&world.account).await["outcome"], "ok");
    world.until("sent", 4).await;
    assert_eq!(world.transfers().await["pause_reason"], json!(null));
}

#[tokio::test]
async fn a_rejection_that_comes_by_mistake_does_not_stop_the_delivery() {
    // The last of them is the response to `users/me`, or to `connections`.
    for (fault, times) in [("forbidden", 4), ("no_ecommerce", 4), ("no_ecommerce", 5)] {
        let world = World::open().await;
        let plan = json!({ "shares": { fault: 1.0 }, "at_most": times });
        world.faults(plan).await;
        world.orders(&["1", "2", "3"].map(order)).await;
        world.until("sent", 3).await;
        assert_eq!(world.log("?kind=error").await["total"], 0, "{fault}");
        let account = world.merchant().get(&world.account).await.expect(200);
        assert_eq!(account["last_test"], json!(null), "{fault}");
    }
}

#[tokio::test]
async fn maintenance_says_nothing_of_the_account() {
    let world = World::open().await;
    let me = json!({ "GET users/me": { "unavailable": 1.0 } });
    let plan = json!({ "shares": { "server_error": 1.0 }, "kinds": me });
    world.faults(plan).await;
    world.orders(&[order("1")]).await;
    reason(&world, "maintenance").await;
    let account = world.merchant().get(&world.account).await.expect(200);
    assert_eq!(account["last_test"], json!(null));
    world.no_faults().await;
    world.until("sent", 1).await;
}

#[tokio::test]
async fn a_new_key_starts_a_stopped_delivery_again() {
    let world = World::open().await;
    world
        .control(
            Method::PUT,
            "/keys",
            json!({ "accepted": ["a-new-key-0123456789"] }),
        )
        .await;
    world.orders(&[order("1")]).await;
    reason(&world, "key_rejected").await;
    let mut update = world.as_update().await;
    update["api_key"] = json!({ "replace": "a-new-key-0123456789" });
    world.save(&update).await;
    world.until("sent", 1).await;
}

#[tokio::test]
async fn a_stopped_delivery_stays_stopped_when_the_proxy_starts_again() {
    let mut world = World::open().await;
    world
        .control(Method::PUT, "/keys", json!({ "accepted": [] }))
        .await;
    world.orders(&[order("1")]).await;
    reason(&world, "key_rejected").await;
    let calls = world.calls(None).await;
    world = world.again().await;
    assert_eq!(world.transfers().await["pause_reason"], "key_rejected");
    world.orders(&[order("2")]).await;
    assert_eq!(world.calls(None).await, calls);
}

#[tokio::test]
async fn without_ecommerce_or_money_the_account_waits_and_says_until_when() {
    for (behaviour, expected) in [
        ("no_ecommerce", "no_ecommerce"),
        ("no_ecommerce_payment_required", "no_ecommerce"),
        ("no_ecommerce_unprocessable", "no_ecommerce"),
        ("suspended", "account_suspended"),
    ] {
        let world = World::open().await;
        world.faults(json!({ "always": behaviour })).await;
        world.orders(&[order("1")]).await;
        reason(&world, expected).await;
        assert!(world.transfers().await["paused_until"].is_string());
        let account = world.merchant().get(&world.account).await.expect(200);
        assert_eq!(account["last_test"]["outcome"], expected);
        world.no_faults().await;
        world.merchant().test(&world.account).await;
        world.until("sent", 1).await;
    }
}

#[tokio::test]
async fn it_looks_again_by_itself_when_the_time_has_come() {
    let sandbox = sandbox(None).await;
    let setup =
        setup(&sandbox).limits(|limits| limits.patience.recheck = Duration::from_millis(300));
    let world = World::with(setup, sandbox).await;
    world.faults(json!({ "always": "no_ecommerce" })).await;
    world.orders(&[order("1")]).await;
    reason(&world, "no_ecommerce").await;
    world.no_faults().await;
    world.until("sent", 1).await;
}

#[tokio::test]
async fn an_account_that_does_not_exist_is_said_to_be_so() {
    let world = World::open().await;
    world.faults(json!({ "always": "unknown_account" })).await;
    world.orders(&["1", "2"].map(order)).await;
    reason(&world, "account_not_found").await;
}

#[tokio::test]
async fn without_a_network_it_waits_longer_each_time_and_goes_on() {
    let world = World::open().await;
    world.faults(json!({ "always": "reset" })).await;
    world.orders(&[order("1")]).await;
    reason(&world, "unreachable").await;
    world.no_faults().await;
    world.until("sent", 1).await;
}

#[tokio::test]
async fn a_pause_of_no_time_is_none_and_is_waited_out_longer_each_time() {
    let world = World::open().await;
    let shares = json!({ "maintenance": 1.0 });
    world
        .faults(json!({ "retry_after_seconds": 0, "shares": shares }))
        .await;
    world.orders(&[order("1")]).await;
    reason(&world, "maintenance").await;
    // Time is the subject: the waits grow, so that a second sees few calls.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let calls = world.calls(None).await;
    assert!(calls <= 20, "{calls} calls");
    world.no_faults().await;
    world.until("sent", 1).await;
}

#[tokio::test]
async fn much_that_meets_the_same_pause_makes_it_no_longer() {
    let sandbox = sandbox(None).await;
    let setup = setup(&sandbox).limits(|limits| limits.patience.longest = Duration::from_secs(600));
    let world = World::with(setup, sandbox).await;
    world.orders(&[order("0")]).await;
    world.until("sent", 1).await;
    let shares = json!({ "unavailable": 1.0 });
    world.faults(json!({ "shares": shares })).await;
    let orders: Vec<Value> = (1..31)
        .map(|n| order_of(&n.to_string(), &format!("p{n}@b.example")))
        .collect();
    world.orders(&orders).await;
    reason(&world, "maintenance").await;
    world.no_faults().await;
    // Doubled by each of them, the interval would be ten minutes.
    world.until("sent", 31).await;
}

#[tokio::test]
async fn a_pause_ends_after_its_own_length_though_the_clock_was_ahead_when_it_was_written() {
    let world = World::open().await;
    let shares = json!({ "maintenance": 1.0 });
    world
        .faults(json!({ "retry_after_seconds": 2, "shares": shares }))
        .await;
    world.orders(&[order("1")]).await;
    reason(&world, "maintenance").await;
    let (account, sandbox) = (world.account, world.sandbox);
    let dir = world.proxy.stop().await;
    let pool = database::open(&database::database_url(dir.path())).await;
    let ahead = "UPDATE account_queues SET paused_until = paused_until + 6 * 60 * 60 * 1000";
    let done = sqlx::query(ahead).execute(&pool).await.unwrap();
    assert_eq!(done.rows_affected(), 1);
    pool.close().await;

    let proxy = hurry(Setup::within(dir), &sandbox).start().await;
    let world = World {
        proxy,
        account,
        sandbox,
    };
    let until = world.transfers().await["paused_until"].clone();
    let until: jiff::Timestamp = until.as_str().unwrap().parse().unwrap();
    let seconds = (until - jiff::Timestamp::now()).as_secs();
    assert!((0..=2).contains(&seconds), "{seconds}");
    world.no_faults().await;
    world.until("sent", 1).await;
}

#[tokio::test]
async fn however_long_activecampaign_asks_for_it_is_called_again_within_an_hour_and_the_log_says_so()
 {
    let world = World::open().await;
    let shares = json!({ "maintenance": 1.0 });
    world
        .faults(json!({ "retry_after_seconds": 99_999_999, "shares": shares }))
        .await;
    world.orders(&[order("1")]).await;
    reason(&world, "maintenance").await;
    let until = world.transfers().await["paused_until"].clone();
    let until: jiff::Timestamp = until.as_str().unwrap().parse().unwrap();
    let seconds = (until - jiff::Timestamp::now()).as_secs();
    assert!((3500..=3600).contains(&seconds), "{seconds}");
    let entry = world.newest_entry("?kind=warning").await;
    assert_eq!(entry["code"], "maintenance");
    let details = entry["details"].as_str().unwrap();
    assert!(details.contains("99999999"), "{details}");
}
