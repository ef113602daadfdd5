//! What SIGTERM does, in its order: not ready, requests, deliveries.

use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::{
    support::{Setup, token},
    world::{SITE, World, events_token, eventually, order, sandbox, setup},
};

#[tokio::test]
async fn it_is_not_ready_before_the_listener_closes_and_what_is_accepted_then_is_stored() {
    let sandbox = sandbox(None).await;
    let setup = setup(&sandbox).with("shutdown-delay-seconds", "2");
    let world = World::with(setup, sandbox).await;
    let base = world.proxy.base.clone();
    let http = Client::builder().no_proxy().build().unwrap();
    let ready = async || {
        let answer = http.get(format!("{base}/readyz")).send().await;
        answer.map(|answer| answer.status())
    };
    assert_eq!(ready().await.unwrap(), StatusCode::OK);
    let (account, sandbox) = (world.account, world.sandbox);
    let stopped = tokio::spawn(world.proxy.stop());
    eventually("not ready", async || {
        (ready().await.unwrap() == StatusCode::SERVICE_UNAVAILABLE).then_some(())
    })
    .await;
    // On a connection of its own, as a load balancer that has not seen it yet makes one.
    let handed_over = Client::builder()
        .no_proxy()
        .build()
        .unwrap()
        .post(format!("{base}/api/v1/events/orders"))
        .bearer_auth(events_token(SITE, &["activecampaign"]))
        .json(&json!({ "orders": [order("1")] }));
    let answer = handed_over.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::ACCEPTED);
    drop(answer);
    let dir = stopped.await.unwrap();
    assert!(ready().await.is_err(), "the listener is closed");

    let again = Setup::within(dir).with("activecampaign-url", &format!("{sandbox}/{{account}}"));
    let world = World {
        proxy: again.start().await,
        account,
        sandbox,
    };
    world.until("sent", 1).await;
}

/// Presses *Test Connessione* and stops the proxy while ActiveCampaign takes its time. Returns the
/// status of the answer, and what is remembered of it.
async fn test_in_flight(drain: Duration, delivers: bool) -> (StatusCode, Value) {
    let sandbox = sandbox(None).await;
    let setup = setup(&sandbox).limits(|limits| {
        limits.request = drain;
        limits.activecampaign_test = Duration::from_secs(20);
        limits.activecampaign_call = Duration::from_secs(20);
    });
    let world = World::with(setup, sandbox).await;
    stall(&world, "GET users/me", 1000).await;
    let path = format!("{}{}/connection-test", world.proxy.base, world.account);
    let http = Client::builder().no_proxy().build().unwrap();
    let test = tokio::spawn(http.post(path).bearer_auth(token(SITE)).send());
    called(&world, "GET users/me").await;
    if delivers {
        stall(&world, "GET connections", 3000).await;
        world.orders(&[order("1")]).await;
        called(&world, "GET connections").await;
    }
    let (account, sandbox) = (world.account, world.sandbox);
    let dir = world.proxy.stop().await;
    let status = test.await.unwrap().unwrap().status();
    let again = Setup::within(dir).with("activecampaign-url", &format!("{sandbox}/{{account}}"));
    let proxy = again.start().await;
    let account = proxy.shop(SITE).get(&account).await.expect(200);
    (status, account["last_test"].clone())
}

async fn stall(world: &World, kind: &str, milliseconds: u64) {
    let kinds = json!({ kind: { "stall": 1.0 } });
    world
        .faults(json!({ "kinds": kinds, "stall_ms": milliseconds }))
        .await;
}

async fn called(world: &World, kind: &str) {
    eventually(kind, async || {
        (world.calls(Some(kind)).await > 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_connection_test_in_flight_at_sigterm_is_finished() {
    let (status, last_test) = test_in_flight(Duration::from_secs(30), false).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(last_test["outcome"], "ok", "{last_test}");
}

#[tokio::test]
async fn a_connection_test_that_cannot_be_finished_at_sigterm_is_stored_as_nothing() {
    // The second of its two calls would begin while the last delivery ends.
    let (status, last_test) = test_in_flight(Duration::from_millis(200), true).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(last_test, json!(null));
}
