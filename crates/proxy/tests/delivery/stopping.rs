//! What SIGTERM does, in its order: not ready, requests, deliveries.

use std::time::Duration;

use reqwest::{Client, StatusCode};
use serde_json::json;

use crate::{
    support::{Setup, token},
    world::{NAME, SITE, World, events_token, eventually, order, sandbox, setup},
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

/// Presses *Test Connessione* and stops the proxy while ActiveCampaign takes its time; returns the
/// status of the answer, and what is remembered of it.
async fn test_in_flight(drain: Duration) -> (StatusCode, serde_json::Value) {
    let sandbox = sandbox(None).await;
    let setup = setup(&sandbox).limits(|limits| {
        limits.request = drain;
        limits.activecampaign_test = Duration::from_secs(20);
    });
    let world = World::with(setup, sandbox).await;
    let stall = json!({ "GET users/me": { "stall": 1.0 } });
    world
        .faults(json!({ "kinds": stall, "stall_ms": 1500 }))
        .await;
    let path = format!("{}{}/connection-test", world.proxy.base, world.account);
    let http = Client::builder().no_proxy().build().unwrap();
    let test = http.post(path).bearer_auth(token(SITE)).send();
    let test = tokio::spawn(test);
    eventually("ActiveCampaign is called", async || {
        (world.calls(Some("GET users/me")).await > 0).then_some(())
    })
    .await;
    let (account, sandbox) = (world.account, world.sandbox);
    let dir = world.proxy.stop().await;
    let status = match test.await.unwrap() {
        Ok(answer) => answer.status(),
        Err(error) => panic!("{NAME}: {error}"),
    };
    let again = Setup::within(dir).with("activecampaign-url", &format!("{sandbox}/{{account}}"));
    let proxy = again.start().await;
    let last = proxy.shop(SITE).get(&account).await.expect(200)["last_test"].clone();
    (status, last)
}

#[tokio::test]
async fn a_connection_test_in_flight_at_sigterm_is_finished() {
    let (status, last_test) = test_in_flight(Duration::from_secs(30)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(last_test["outcome"], "ok", "{last_test}");
}

#[tokio::test]
async fn a_connection_test_that_cannot_be_finished_at_sigterm_is_stored_as_nothing() {
    // The second of its two calls would begin when deliveries have stopped.
    let (_, last_test) = test_in_flight(Duration::from_millis(700)).await;
    assert_eq!(last_test, json!(null));
}
