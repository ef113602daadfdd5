//! The last attempts of an order whose first attempt failed.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, eventually, order, order_of, sandbox, setup};

/// Every write of an order fails this many times.
async fn fail(world: &World, times: u32, fault: &str) {
    let kinds = json!({ "POST ecomOrders": { fault: 1.0 } });
    world
        .faults(json!({ "kinds": kinds, "at_most": times }))
        .await;
}

/// The order with this number, once it lists so many attempts.
async fn with_attempts(world: &World, number: &str, count: usize) -> Value {
    eventually("the attempts", async || {
        let found = world.transfers_where(&format!("?number={number}")).await;
        let item = found["items"][0].clone();
        let listed = item["last_attempts"].as_array().map_or(0, Vec::len);
        (listed == count).then_some(item)
    })
    .await
}

fn outcomes(item: &Value) -> Vec<&str> {
    let attempts = item["last_attempts"].as_array().unwrap();
    let outcomes = attempts.iter().filter_map(|it| it["outcome"].as_str());
    outcomes.collect()
}

#[tokio::test]
async fn an_order_that_succeeds_at_the_fourth_attempt_lists_each_with_time_status_and_request_id() {
    let world = World::open().await;
    fail(&world, 3, "server_error").await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let item = with_attempts(&world, "N-1", 4).await;
    let failed = "server_error";
    assert_eq!(outcomes(&item), ["accepted", failed, failed, failed]);
    let attempts = item["last_attempts"].as_array().unwrap();
    let statuses: Vec<_> = attempts.iter().map(|it| it["status"].as_u64()).collect();
    assert!(matches!(statuses[0], Some(200 | 201)), "{item}");
    assert_eq!(statuses[1..], [Some(500); 3], "{item}");
    // Newest first; the sandbox counts its responses.
    let ids = attempts.iter().map(|it| it["request_id"].as_str().unwrap());
    let ids: Vec<u64> = ids.map(|id| id.parse().unwrap()).collect();
    assert!(ids.is_sorted_by(|newer, older| newer > older), "{ids:?}");
    let times: Vec<_> = attempts.iter().map(|it| it["at"].as_str()).collect();
    assert!(times.is_sorted_by(|newer, older| newer >= older), "{item}");
    assert_eq!(item["order_url"], "https://negozio.example/orders/1");
    assert!(item["contact_url"].is_string(), "{item}");
}

#[tokio::test]
async fn an_order_whose_first_attempt_succeeds_lists_none() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    // The second order lists its attempts, and its delivery began after the first one's end.
    fail(&world, 1, "server_error").await;
    world.orders(&[order("2")]).await;
    world.until("sent", 2).await;
    with_attempts(&world, "N-2", 2).await;
    let found = world.transfers_where("?number=N-1").await;
    assert_eq!(found["items"][0].get("last_attempts"), None);
}

#[tokio::test]
async fn only_the_last_ten_attempts_are_kept() {
    let sandbox = sandbox(None).await;
    let setup = setup(&sandbox).limits(|limits| {
        limits.patience.tries = 1000;
        limits.patience.longest = Duration::from_millis(20);
    });
    let world = World::with(setup, sandbox).await;
    fail(&world, 13, "server_error").await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let item = eventually("the success", async || {
        let item = with_attempts(&world, "N-1", 10).await;
        (item["last_attempts"][0]["outcome"] == "accepted").then_some(item)
    })
    .await;
    assert_eq!(outcomes(&item)[1..], ["server_error"; 9]);
}

#[tokio::test]
async fn a_dead_letter_is_listed_with_its_attempts_and_both_links() {
    let sandbox = sandbox(None).await;
    let setup = setup(&sandbox).limits(|limits| {
        limits.activecampaign_call = Duration::from_millis(500);
        limits.patience.longest = Duration::from_millis(100);
        limits.patience.doubt = Duration::from_millis(300);
    });
    let world = World::with(setup, sandbox).await;
    let broken = json!({ "externalid": "13", "wait_ms": 2000 });
    world.control(Method::PUT, "/broken", broken).await;
    let other = order_of("14", "bruno@verdi.example");
    world.orders(&[order("13"), other]).await;
    world.until("failed", 1).await;
    let transfers = world.transfers().await;
    let item = &transfers["items"][0];
    assert_eq!(item["number"], "N-13");
    for attempt in item["last_attempts"].as_array().unwrap() {
        let Value::String(at) = &attempt["at"] else {
            panic!("{attempt}");
        };
        let expected =
            json!({ "at": at, "outcome": "timed_out", "status": null, "request_id": null });
        assert_eq!(*attempt, expected);
    }
    assert_eq!(item["order_url"], "https://negozio.example/orders/13");
    let contact = item["contact_url"].as_str().unwrap();
    assert!(contact.contains("/app/contacts/"), "{contact}");
}

#[tokio::test]
async fn what_concerns_the_whole_account_is_an_attempt_of_the_order_too() {
    let world = World::open().await;
    let refuse = json!({ "email_domain": "bad.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    world.orders(&[order_of("1", "b@bad.example")]).await;
    world.until("failed", 1).await;
    let item = with_attempts(&world, "N-1", 1).await;
    assert_eq!(outcomes(&item), ["refused"]);
    assert_eq!(item["last_attempts"][0]["status"], 422);

    world.faults(json!({ "always": "maintenance" })).await;
    world.orders(&[order("2")]).await;
    let item = with_attempts(&world, "N-2", 1).await;
    assert_eq!(outcomes(&item), ["maintenance"]);
    assert_eq!(item["last_attempts"][0]["status"], 503);
}
