//! The steps after SIGTERM: not ready, requests, deliveries.

use reqwest::{Client, StatusCode};
use serde_json::json;

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
    // On a new connection, as from a load balancer that has not noticed yet.
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

#[tokio::test]
async fn a_connection_test_in_flight_at_sigterm_is_finished() {
    let world = World::open().await;
    let kinds = json!({ "GET users/me": { "stall": 1.0 } });
    world
        .faults(json!({ "kinds": kinds, "stall_ms": 1000 }))
        .await;
    let path = format!("{}{}/connection-test", world.proxy.base, world.account);
    let http = Client::builder().no_proxy().build().unwrap();
    let test = tokio::spawn(http.post(path).bearer_auth(token(SITE)).send());
    eventually("ActiveCampaign is called", async || {
        (world.calls(Some("GET users/me")).await > 0).then_some(())
    })
    .await;
    let account = world.account;
    let dir = world.proxy.stop().await;
    assert_eq!(test.await.unwrap().unwrap().status(), StatusCode::OK);
    let proxy = Setup::within(dir).start().await;
    let read = proxy.shop(SITE).get(&account).await.expect(200);
    assert_eq!(read["last_test"]["outcome"], "ok", "{read}");
}
