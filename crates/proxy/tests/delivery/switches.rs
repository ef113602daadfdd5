use serde_json::json;

use crate::world::{World, cart, events_token, order, order_of, with};

/// An account with an order that waits.
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
    // The next token says that it is on again.
    world.orders(&[order("3")]).await;
    world.until("sent", 2).await;
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

    // A new account of the site begins with nothing.
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
        json!({ "waiting": 0, "sent": 0, "failed": 0, "held": 0 })
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
