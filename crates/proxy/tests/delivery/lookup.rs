//! Looks up one order or cart.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    support::claims,
    world::{World, cart, eventually, order, order_of, with},
};

async fn find(world: &World, number: &str) -> Vec<Value> {
    let found = world.transfers_where(&format!("?number={number}")).await;
    found["items"].as_array().unwrap().clone()
}

async fn one(world: &World, number: &str) -> Value {
    let mut found = find(world, number).await;
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

#[tokio::test]
async fn a_sent_order_is_found_by_its_number_with_when_and_the_contact_that_it_is_of() {
    let world = World::open().await;
    world
        .orders(&[order("1"), order_of("2", "bruno@verdi.example")])
        .await;
    world.until("sent", 2).await;
    let item = one(&world, "N-2").await;
    assert_eq!(
        (&item["state"], &item["external_id"]),
        (&json!("sent"), &json!("2"))
    );
    let since = item["since"].as_str().unwrap();
    assert!(since >= item["accepted_at"].as_str().unwrap(), "{item}");
    let holdings = world.holdings().await;
    let contacts = holdings["contacts"].as_array().unwrap();
    let bruno = contacts
        .iter()
        .find(|it| it["email"] == "bruno@verdi.example")
        .unwrap();
    let expected = format!(
        "https://negozio.activehosted.com/app/contacts/{}",
        bruno["id"].as_str().unwrap(),
    );
    assert_eq!(item["contact_url"], expected);
    // Numbers as people type them.
    for typed in ["n-2", "%20%23N-2%20", "2"] {
        assert_eq!(one(&world, typed).await["external_id"], "2", "{typed}");
    }
    assert_eq!(find(&world, "N-3").await, [] as [Value; 0]);
    assert_eq!(find(&world, "N-").await, [] as [Value; 0]);
}

#[tokio::test]
async fn every_order_of_a_number_is_found() {
    let world = World::open().await;
    let again = with(order("2"), json!({ "number": "N-1" }));
    world.orders(&[order("1"), again]).await;
    world.carts(&[cart("N-1")]).await;
    let found = find(&world, "N-1").await;
    assert_eq!(found.len(), 3, "{found:?}");
}

#[tokio::test]
async fn a_waiting_one_says_what_it_waits_for_and_until_when() {
    let world = World::open().await;
    world.carts(&[cart("c1")]).await;
    let held = one(&world, "c1").await;
    assert_eq!(
        (&held["state"], &held["wait"]["reason"]),
        (&json!("held"), &json!("synchronisation"))
    );

    world.faults(json!({ "always": "maintenance" })).await;
    world.orders(&[order("1")]).await;
    let paused = eventually("the pause", async || {
        let item = one(&world, "N-1").await;
        (item["wait"]["reason"] == "paused").then_some(item)
    })
    .await;
    assert_eq!(paused["state"], "waiting");
    assert_eq!(paused["wait"]["pause"], "maintenance");
    assert!(paused["wait"]["until"].is_string(), "{paused}");

    world.enable(false).await;
    let item = one(&world, "N-1").await;
    assert_eq!(item["wait"]["pause"], "account_disabled");
    world.enable(true).await;

    let mut without = claims(crate::world::SITE);
    without["modules"] = json!([]);
    let token = crate::support::sign(&without, crate::support::SECRET);
    let merchant = world.proxy.with_token(&token);
    let path = format!("{}/transfers?number=N-1", world.account);
    let found = merchant.get(&path).await.expect(200);
    assert_eq!(found["items"][0]["wait"]["pause"], "module_inactive");

    world.choose(false, true).await;
    let item = eventually("the pause to end", async || {
        let item = one(&world, "N-1").await;
        (item["wait"]["pause"] != "maintenance").then_some(item)
    });
    world.no_faults().await;
    world.merchant().test(&world.account).await;
    assert_eq!(item.await["wait"]["reason"], "orders_off");
}

#[tokio::test]
async fn one_that_was_set_aside_or_rejected_says_why_and_what_to_do() {
    let world = World::open().await;
    let refuse = json!({ "email_domain": "bad.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    world.orders(&[order_of("1", "b@bad.example")]).await;
    world.until("failed", 1).await;
    let failed = one(&world, "N-1").await;
    assert_eq!(failed["state"], "failed");
    assert_eq!(failed["failure"]["code"], "email_refused");
    assert_eq!(failed["failure"]["remedy"], "correct_email");
    assert_eq!(failed["since"], failed["failure"]["at"]);

    // A newer version is rejected: the response contains both, the rejection first.
    let newer = json!({ "total": "a lot", "updated_at": "2026-05-05T10:00:00Z" });
    world.orders(&[with(order("1"), newer)]).await;
    let found = find(&world, "N-1").await;
    let states: Vec<_> = found.iter().map(|item| &item["state"]).collect();
    assert_eq!(states, ["rejected", "failed"]);
    assert_eq!(found[0]["rejection"]["reason"], "total");
}

#[tokio::test]
async fn an_odd_number_finds_nothing_and_breaks_nothing() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    for odd in ["%00", "%25", "_-1", "'", "\u{1F600}"] {
        assert_eq!(find(&world, odd).await, [] as [Value; 0], "{odd}");
    }
    assert_eq!(find(&world, &"9".repeat(5000)).await, [] as [Value; 0]);
    for query in [
        "?number=",
        "?number=%20",
        "?number=%23",
        "?number=1&state=sent",
        "?number=1&limit=5",
        "?number=1&cursor=1",
        "?state=withdrawn",
    ] {
        let path = format!("{}/transfers{query}", world.account);
        world.merchant().get(&path).await.expect(400);
    }
    let path = format!("{}/transfers?number=N-1", world.account);
    world.proxy.shop("another").get(&path).await.expect(404);
}

#[tokio::test]
async fn one_whose_delivery_failed_says_how_often_and_when_it_is_tried_again() {
    let world = World::open().await;
    let broken = json!({ "externalid": "13", "status": 500 });
    world.control(Method::PUT, "/broken", broken).await;
    let other = order_of("14", "bruno@verdi.example");
    world.orders(&[order("13"), other]).await;
    let item = eventually("the next attempt", async || {
        let item = one(&world, "N-13").await;
        (item["wait"]["reason"] == "retry").then_some(item)
    })
    .await;
    assert_eq!(item["state"], "waiting");
    assert!(item["attempts"].as_i64() > Some(0), "{item}");
    assert!(item["wait"]["until"].is_string(), "{item}");
    world.until("sent", 1).await;
    assert_eq!(one(&world, "N-14").await["attempts"], 0);
}
