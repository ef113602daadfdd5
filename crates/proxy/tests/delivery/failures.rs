use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, cart, eventually, order, order_of, sandbox, setup};

/// Ten people with three orders each, and a cart.
async fn much(world: &World) {
    let orders: Vec<Value> = (0..30)
        .map(|n| order_of(&format!("o{n}"), &format!("person{}@b.example", n % 10)))
        .collect();
    world.orders(&orders).await;
    world.carts(&[cart("c1")]).await;
    world.synchronise("s1").await;
    world.until_sent().await;
    let held = world.holdings().await;
    assert_eq!(held["orders"].as_array().unwrap().len(), 31);
    assert_eq!(held["contacts"].as_array().unwrap().len(), 11);
    assert_eq!(
        held["contactTags"].as_array().unwrap().len(),
        11,
        "each contact was new"
    );
    assert_eq!(held["connections"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn after_a_lost_answer_the_worker_looks_before_it_writes() {
    let world = World::open().await;
    world
        .faults(json!({ "seed": 1, "shares": { "reset_after": 0.3 } }))
        .await;
    much(&world).await;
}

#[tokio::test]
async fn after_a_reset_or_an_error_it_is_tried_again() {
    let world = World::open().await;
    let shares =
        json!({ "reset_before": 0.1, "server_error": 0.1, "html": 0.05, "redirect": 0.05 });
    world.faults(json!({ "seed": 2, "shares": shares })).await;
    much(&world).await;
}

#[tokio::test]
async fn after_a_time_out_it_is_looked_for() {
    let world = World::open().await;
    let plan = json!({ "seed": 5, "stall_ms": 2500,
        "kinds": { "POST ecomOrders": { "timeout": 0.1, "stall": 0.05 } } });
    world.faults(plan).await;
    much(&world).await;
}

#[tokio::test]
async fn an_order_that_activecampaign_refuses_is_set_aside_and_the_rest_goes_on() {
    let world = World::open().await;
    let refuse = json!({ "email_domain": "bad.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    world
        .orders(&[order("1"), order_of("2", "b@bad.example"), order("3")])
        .await;
    world.until("failed", 1).await;
    world.until("sent", 2).await;
    let transfers = world.transfers().await;
    assert_eq!(transfers["pause_reason"], json!(null));
    let item = &transfers["items"][0];
    assert_eq!(
        (&item["kind"], &item["number"]),
        (&json!("order"), &json!("N-2"))
    );
    let failure = &item["failure"];
    assert_eq!(failure["code"], "email_refused");
    assert_eq!(failure["remedy"], "correct_email");
    assert_eq!(failure["reason"], "Email address is not valid");

    let log = world.log("?kind=error").await;
    assert_eq!(log["entries"][0]["code"], "order_refused");
    assert_eq!(
        log["entries"][0]["params"],
        json!({ "number": "N-2", "reason": "email_refused" })
    );
}

#[tokio::test]
async fn what_is_denied_again_and_again_though_the_account_works_is_set_aside() {
    for (status, code, reason) in [
        (403, "refused", "Not for this one."),
        (404, "related_missing", "No Result found for this one."),
    ] {
        let sandbox = sandbox(None).await;
        let impatient = setup(&sandbox).limits(|limits| {
            limits.patience.doubt = std::time::Duration::from_millis(300);
        });
        let world = World::with(impatient, sandbox).await;
        let refuse = json!({ "email_domain": "bad.example", "status": status });
        world.control(Method::PUT, "/refuse", refuse).await;
        world
            .orders(&[order("1"), order_of("2", "b@bad.example"), order("3")])
            .await;
        world.until("failed", 1).await;
        world.until("sent", 2).await;
        let transfers = world.transfers().await;
        assert_eq!(transfers["pause_reason"], json!(null));
        let failure = &transfers["items"][0]["failure"];
        assert_eq!(
            (&failure["code"], &failure["reason"]),
            (&json!(code), &json!(reason))
        );
        let account = world.merchant().get(&world.account).await.expect(200);
        assert_eq!(account["last_test"], json!(null), "the account works");
    }
}

#[tokio::test]
async fn what_was_set_aside_is_sent_again_when_asked() {
    let world = World::open().await;
    let refuse = json!({ "email_domain": "bad.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    let orders = ["1", "2", "3"].map(|id| order_of(id, "b@bad.example"));
    world.orders(&orders).await;
    world.until("failed", 3).await;
    world
        .control(Method::PUT, "/refuse", json!({ "email_domain": null }))
        .await;
    let items = world.transfers().await["items"].clone();
    let one = json!({ "ids": [items[0]["id"]] });
    assert_eq!(world.retry(one).await, json!({ "retried": 1 }));
    world.until("sent", 1).await;
    assert_eq!(world.retry(json!({})).await, json!({ "retried": 2 }));
    world.until("sent", 3).await;
    assert_eq!(world.held_orders().await.len(), 3);
    assert_eq!(world.retry(json!({})).await, json!({ "retried": 0 }));
}

#[tokio::test]
async fn a_corrected_order_takes_the_place_of_the_one_set_aside() {
    let world = World::open().await;
    world
        .control(
            Method::PUT,
            "/refuse",
            json!({ "email_domain": "bad.example" }),
        )
        .await;
    world.orders(&[order_of("1", "b@bad.example")]).await;
    world.until("failed", 1).await;
    let mut corrected = order_of("1", "b@good.example");
    corrected["updated_at"] = json!("2026-05-04T11:00:00Z");
    world.orders(&[corrected]).await;
    world.until("sent", 1).await;
    assert_eq!(world.transfers().await["counters"]["failed"], 0);
}

#[tokio::test]
async fn a_plain_failure_is_tried_for_as_long_as_it_takes() {
    let world = World::open().await;
    world
        .faults(json!({ "shares": { "server_error": 1.0 } }))
        .await;
    world.orders(&[order("1")]).await;
    eventually("many tries", async || {
        (world.calls(None).await > 10).then_some(())
    })
    .await;
    let transfers = world.transfers().await;
    assert_eq!(transfers["counters"]["waiting"], 1);
    assert_eq!(transfers["counters"]["failed"], 0);
    world.no_faults().await;
    world.until("sent", 1).await;
}

#[tokio::test]
async fn what_waits_outlives_the_proxy() {
    let mut world = World::open().await;
    world
        .faults(json!({ "shares": { "reset_after": 1.0 } }))
        .await;
    let orders: Vec<Value> = (0..20)
        .map(|n| order_of(&n.to_string(), &format!("p{n}@b.example")))
        .collect();
    world.orders(&orders).await;
    world = world.again().await;
    world.no_faults().await;
    world.until("sent", 20).await;
    assert_eq!(world.held_orders().await.len(), 20);
}
