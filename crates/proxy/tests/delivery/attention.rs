//! Notifications for merchants who do not open the panel.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, events_token, eventually, order, order_of, sandbox, setup, with};

async fn attention(world: &World) -> Vec<Value> {
    let status = world
        .passweb()
        .get("/api/v1/events/status")
        .await
        .expect(200);
    status["attention"].as_array().unwrap().clone()
}

/// The attention count that the panel sends to the host.
async fn count(world: &World) -> Vec<i64> {
    let list = world.merchant().get("/api/v1/accounts").await.expect(200);
    let transfers = world.transfers().await;
    [list, transfers]
        .iter()
        .map(|it| it["attention"].as_i64().unwrap_or(0))
        .collect()
}

fn codes(attention: &[Value]) -> Vec<&str> {
    attention
        .iter()
        .map(|it| it["code"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn nothing_is_said_when_all_is_well() {
    let world = World::open().await;
    assert_eq!(attention(&world).await, [] as [Value; 0]);
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    assert_eq!(attention(&world).await, [] as [Value; 0]);
    assert_eq!(count(&world).await, [0, 0]);
    let other = world
        .proxy
        .with_token(&events_token("another", &["activecampaign"]));
    assert_eq!(
        other.get("/api/v1/events/status").await.expect(200),
        json!({ "attention": [] })
    );
    world
        .merchant()
        .get("/api/v1/events/status")
        .await
        .expect(401);
}

#[tokio::test]
async fn what_was_set_aside_or_rejected_is_said_in_words_ready_to_show() {
    let world = World::open().await;
    let refuse = json!({ "email_domain": "bad.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    let bad = |id: &str| order_of(id, "b@bad.example");
    world
        .orders(&[
            bad("1"),
            bad("2"),
            with(order("3"), json!({ "total": "a lot" })),
        ])
        .await;
    world.until("failed", 2).await;
    let told = attention(&world).await;
    assert_eq!(codes(&told), ["set_aside", "rejected"]);
    for one in &told {
        assert!(one["since"].is_string(), "{one}");
        let path = one["path"].as_str().unwrap();
        assert_eq!(format!("/api/v1{path}"), world.account);
        for language in ["it", "en"] {
            let words = one["message"][language].as_str().unwrap();
            assert!(words.len() > 40 && !words.contains(['@', '{']), "{words}");
        }
    }
    assert!(
        told[0]["message"]["it"].as_str().unwrap().contains("2."),
        "{}",
        told[0]
    );
    assert_eq!(count(&world).await, [3, 3]);
}

#[tokio::test]
async fn a_key_that_is_rejected_is_said_at_once_and_until_it_is_replaced() {
    let world = World::open().await;
    world.faults(json!({ "always": "wrong_key" })).await;
    world.orders(&[order("1")]).await;
    let told = eventually("the stop", async || {
        Some(attention(&world).await).filter(|told| !told.is_empty())
    })
    .await;
    assert_eq!(codes(&told), ["key_rejected"]);
    world.no_faults().await;
    let mut update = world.as_update().await;
    update["api_key"] = json!({ "replace": "another-key-0123456789" });
    world.save(&update).await;
    world.until("sent", 1).await;
    assert_eq!(attention(&world).await, [] as [Value; 0]);
}

/// A world in which an outage is reported after a while.
async fn during_an_outage(standstill: Duration) -> World {
    let address = sandbox(None).await;
    let setup = setup(&address).limits(|limits| {
        limits.standstill = standstill;
        limits.patience.recheck = Duration::from_millis(50);
    });
    let world = World::with(setup, address).await;
    world.faults(json!({ "always": "cloudflare" })).await;
    world.orders(&[order("1")]).await;
    eventually("the pause", async || {
        world.transfers().await["pause_reason"]
            .is_string()
            .then_some(())
    })
    .await;
    world
}

#[tokio::test]
async fn an_outage_is_said_once_it_has_lasted_and_since_when() {
    let world = during_an_outage(Duration::from_secs(3600)).await;
    assert_eq!(attention(&world).await, [] as [Value; 0]);

    let world = during_an_outage(Duration::from_millis(300)).await;
    let told = eventually("the standstill", async || {
        Some(attention(&world).await).filter(|told| !told.is_empty())
    })
    .await;
    assert_eq!(codes(&told), ["sending_stopped"]);
    let since = told[0]["since"].clone();
    let calls = world.calls(None).await;
    eventually("further attempts", async || {
        (world.calls(None).await > calls + 3).then_some(())
    })
    .await;
    assert_eq!(
        attention(&world).await[0]["since"],
        since,
        "one pause follows another"
    );
    world.no_faults().await;
    world.until("sent", 1).await;
    assert_eq!(attention(&world).await, [] as [Value; 0]);
}

#[tokio::test]
async fn accounts_without_their_module_are_said() {
    let world = World::open().await;
    let path = "/api/v1/events/status";
    let without = world
        .proxy
        .with_token(&events_token(crate::world::SITE, &[]));
    let told = without.get(path).await.expect(200);
    assert_eq!(told["attention"][0]["code"], "module_inactive");
    let nobody = world.proxy.with_token(&events_token("another", &[]));
    assert_eq!(nobody.get(path).await.expect(200)["attention"], json!([]));
}
