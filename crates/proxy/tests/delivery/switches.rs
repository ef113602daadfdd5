use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    support::{SECRET, claims, sign},
    world::{SITE, World, cart, events_token, eventually, order, order_of, with},
};

/// An account with a waiting order.
async fn waiting() -> World {
    let world = World::open().await;
    world.faults(json!({ "always": "maintenance" })).await;
    world.orders(&[order("1")]).await;
    crate::world::eventually("the pause", async || {
        world.transfers().await["paused_until"]
            .is_string()
            .then_some(())
    })
    .await;
    world
}

#[tokio::test]
async fn what_waits_stays_while_the_account_is_disabled() {
    let world = waiting().await;
    world.enable(false).await;
    world.no_faults().await;
    let transfers = world.transfers().await;
    assert_eq!(transfers["pause_reason"], "account_disabled");
    assert_eq!(transfers["counters"]["waiting"], 1);
    let calls = world.calls(None).await;
    world.orders(&[order("2")]).await;
    assert_eq!(world.calls(None).await, calls);
    world.enable(true).await;
    world.merchant().test(&world.account).await;
    world.until("sent", 1).await;
    assert_eq!(world.transfers().await["counters"]["waiting"], 0);
}

#[tokio::test]
async fn orders_that_wait_stay_while_abilita_ordini_is_no_and_carts_leave() {
    let world = waiting().await;
    world.carts(&[cart("c1")]).await;
    world.choose(false, true).await;
    world.synchronise("s1").await;
    world.no_faults().await;
    world.merchant().test(&world.account).await;
    world.until("sent", 1).await;
    assert_eq!(world.transfers().await["counters"]["waiting"], 1);
    assert_eq!(world.held_orders().await[0]["externalcheckoutid"], "c1");
    world.choose(true, true).await;
    world.until("sent", 2).await;
}

#[tokio::test]
async fn what_waits_stays_while_the_module_is_off() {
    let world = waiting().await;
    let off = world.proxy.with_token(&events_token("negozio", &[]));
    let body = json!({ "orders": [order("2")] });
    assert_eq!(
        off.post("/api/v1/events/orders", &body).await.expect(202)["ignored"],
        1
    );
    world.no_faults().await;
    world.merchant().test(&world.account).await;
    assert_eq!(world.held_orders().await.len(), 0);
    // The next token contains the module again.
    world.orders(&[order("3")]).await;
    world.until("sent", 2).await;
}

#[tokio::test]
async fn an_older_token_does_not_switch_the_module() {
    let world = waiting().await;
    // Issued this many seconds ago.
    let said = |modules: &[&str], ago: i64| {
        let mut claims = claims(SITE);
        claims["aud"] = json!("events");
        claims["modules"] = json!(modules);
        for time in ["iat", "exp"] {
            claims[time] = json!(claims[time].as_i64().unwrap() - ago);
        }
        claims["nbf"] = json!(0);
        sign(&claims, SECRET)
    };
    let hand_over = async |token: String, id: &str| {
        let body = json!({ "orders": [order(id)] });
        let passweb = world.proxy.with_token(&token);
        let answer = passweb.post("/api/v1/events/orders", &body).await;
        answer.expect(202)["accepted"].as_u64().unwrap()
    };
    assert_eq!(hand_over(said(&[], 60), "2").await, 1, "it is on since");
    assert_eq!(hand_over(said(&["activecampaign"], 0), "3").await, 1);
    world.no_faults().await;
    world.merchant().test(&world.account).await;
    world.until("sent", 3).await;

    assert_eq!(hand_over(said(&[], -5), "4").await, 0, "it is off now");
    let older = said(&["activecampaign"], 60);
    assert_eq!(hand_over(older, "4").await, 0, "and stays off");
}

#[tokio::test]
async fn a_deleted_account_takes_its_data_with_it_and_nothing_of_activecampaigns() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    world.faults(json!({ "always": "maintenance" })).await;
    world
        .orders(&[order("2"), order_of("3", "b@b.example")])
        .await;
    world
        .merchant()
        .send(reqwest::Method::DELETE, &world.account)
        .await
        .expect(204);
    let path = format!("{}/transfers", world.account);
    world.merchant().get(&path).await.expect(404);
    assert_eq!(world.orders(&[order("4")]).await["ignored"], 1);
    world.no_faults().await;
    assert_eq!(world.held_orders().await.len(), 1);

    // A new account of the site starts without data.
    let account = world
        .merchant()
        .save("negozio", "another-key-0123456789")
        .await;
    let transfers = world
        .merchant()
        .get(&format!("{account}/transfers"))
        .await
        .expect(200);
    assert_eq!(
        transfers["counters"],
        json!({ "waiting": 0, "sent": 0, "failed": 0, "held": 0, "rejected": 0, "skipped": 0 })
    );
}

#[tokio::test]
async fn a_newer_version_that_comes_while_one_waits_is_the_one_that_is_sent() {
    let world = waiting().await;
    let newer = json!({ "updated_at": "2026-05-04T11:00:00Z", "total": "40.00" });
    assert_eq!(
        world.orders(&[with(order("1"), newer)]).await["accepted"],
        1
    );
    world.no_faults().await;
    world.merchant().test(&world.account).await;
    world.until("sent", 1).await;
    let held = world.held_orders().await;
    assert_eq!((held.len(), &held[0]["totalPrice"]), (1, &json!(4000)));
}

/// An account with a delivery in progress: the contact call has arrived and has no response yet.
async fn under_way() -> World {
    let world = World::open().await;
    let slow = json!({ "POST contact/sync": { "stall": 1.0 } });
    world
        .faults(json!({ "kinds": slow, "stall_ms": 1500 }))
        .await;
    world.orders(&[order("1")]).await;
    eventually("the first call", async || {
        (world.calls(Some("POST contact/sync")).await == 1).then_some(())
    })
    .await;
    world
}

/// The delivery in progress makes no further call until its worker ends.
async fn nothing_more_is_sent(world: &World, calls: u64) {
    world.until_idle().await;
    assert_eq!(world.calls(None).await, calls);
    assert_eq!(world.held_orders().await.len(), 0);
}

#[tokio::test]
async fn what_is_under_way_stops_when_the_account_is_disabled() {
    let world = under_way().await;
    let calls = world.calls(None).await;
    world.enable(false).await;
    nothing_more_is_sent(&world, calls).await;
    world.no_faults().await;
    world.enable(true).await;
    world.until("sent", 1).await;
    let held = world.holdings().await;
    assert_eq!(held["contactTags"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_under_way_stops_when_the_account_is_deleted() {
    let world = under_way().await;
    let calls = world.calls(None).await;
    let merchant = world.merchant();
    let deleted = merchant.send(Method::DELETE, &world.account).await;
    deleted.expect(204);
    nothing_more_is_sent(&world, calls).await;
    // Restored, the account knows of the call that arrived.
    world.no_faults().await;
    let restore = format!("{}/restore", world.account);
    merchant.send(Method::POST, &restore).await.expect(200);
    world.until("sent", 1).await;
    let held = world.holdings().await;
    assert_eq!(held["contactTags"].as_array().unwrap().len(), 1);
    assert_eq!(held["orders"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_under_way_goes_to_the_new_account_when_the_name_changes() {
    let world = under_way().await;
    let calls = world.calls(None).await;
    let mut update = world.as_update().await;
    update["account_name"] = json!("altro");
    update["api_key"] = json!({ "replace": "another-key-0123456789" });
    world.save(&update).await;
    world.until("sent", 1).await;
    nothing_more_is_sent(&world, calls).await;
    let url = format!("{}/_sandbox/accounts/altro", world.sandbox);
    let held: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    assert_eq!(held["orders"][0]["email"], "anna@rossi.example");
    assert_eq!(held["contactTags"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_new_key_ends_the_pause_that_the_old_one_led_to() {
    let world = World::open().await;
    world.faults(json!({ "always": "no_ecommerce" })).await;
    let orders: Vec<Value> = (0..5)
        .map(|n| order_of(&n.to_string(), &format!("p{n}@b.example")))
        .collect();
    world.orders(&orders).await;
    eventually("the pause", async || {
        (world.transfers().await["pause_reason"] == "no_ecommerce").then_some(())
    })
    .await;
    world.no_faults().await;
    let mut update = world.as_update().await;
    update["api_key"] = json!({ "replace": "another-key-0123456789" });
    world.save(&update).await;
    world.until("sent", 5).await;
}
