//! *Storico*: old orders are sent as history, behind everything new.

use serde_json::{Value, json};

use crate::{
    support::Setup,
    world::{World, eventually, hurry, order, order_of, sandbox, setup, with},
};

/// An old order of somebody's, placed on a day of 2020.
fn old(n: usize, email: &str) -> Value {
    let days = i64::try_from(n).unwrap();
    let placed = jiff::Timestamp::from_second(1_577_872_800 + days * 86_400).unwrap();
    let placed = placed.to_string();
    let fields = json!({ "history": true, "placed_at": placed, "updated_at": placed });
    with(order_of(&format!("old-{n}"), email), fields)
}

async fn set(world: &World, body: Value) -> Value {
    let path = format!("{}/history", world.account);
    world.merchant().put(&path, &body).await.expect(200)
}

async fn run(world: &World) -> Value {
    set(world, json!({ "state": "running" })).await
}

async fn report(world: &World, body: Value) -> Value {
    let path = "/api/v1/events/history";
    world.passweb().post(path, &body).await.expect(202)
}

async fn history(world: &World) -> Value {
    world.transfers().await["history"].clone()
}

async fn until_history(world: &World, field: &str, expected: i64) {
    eventually(&format!("{expected} {field}"), async || {
        (history(world).await[field] == expected).then_some(())
    })
    .await;
}

fn ids(held: &[Value]) -> Vec<&str> {
    let ids = held.iter().map(|record| record["externalid"].as_str());
    ids.map(Option::unwrap).collect()
}

#[tokio::test]
async fn the_server_learns_in_every_answer_that_history_is_wanted_until_all_was_handed_over() {
    let world = World::open().await;
    let status = async || {
        let path = "/api/v1/events/status";
        world.passweb().get(path).await.expect(200)["wanted"].clone()
    };
    assert_eq!(status().await, json!(null));
    assert_eq!(world.transfers().await["history"], json!(null));
    let started = set(&world, json!({ "state": "running", "since": "2019-06-01" })).await;
    // The first moment of that day in Rome.
    let since = "2019-05-31T22:00:00.000Z";
    assert_eq!(started["since"], since);
    let wanted = json!({ "history_since": since });
    assert_eq!(status().await, wanted);
    assert_eq!(world.orders(&[order("1")]).await["wanted"], wanted);
    let cart = crate::world::cart("c1");
    assert_eq!(world.carts(&[cart]).await["wanted"], wanted);
    assert_eq!(world.synchronise("s1").await["wanted"], wanted);

    let told = report(&world, json!({ "total": 2 })).await;
    assert_eq!(told["wanted"], wanted);
    world
        .orders(&[old(1, "a@b.example"), old(2, "a@b.example")])
        .await;
    let told = report(&world, json!({ "complete": true, "unknown": 1 })).await;
    assert_eq!(told["wanted"], json!(null));
    assert_eq!(status().await, json!(null));
    assert_eq!(world.orders(&[order("2")]).await["wanted"], json!(null));
    until_history(&world, "sent", 2).await;
    let done = history(&world).await;
    assert_eq!(done["all_handed_over"], true);
    assert_eq!(
        (&done["total"], &done["handed_over"]),
        (&json!(2), &json!(2))
    );

    // From an earlier day on there are others.
    set(&world, json!({ "state": "running", "since": "2018-01-01" })).await;
    let earlier = json!({ "history_since": "2017-12-31T23:00:00.000Z" });
    assert_eq!(status().await, earlier);
    // Nothing is asked for that would be ignored.
    world.choose(false, true).await;
    assert_eq!(status().await, json!(null));
}

#[tokio::test]
async fn a_day_that_cannot_be_is_said_beside_its_field() {
    let world = World::open().await;
    let path = format!("{}/history", world.account);
    for (since, error) in [
        ("2019-02-30", "/since invalid_time"),
        ("20190201", "/since invalid_time"),
        ("01/02/2019", "/since invalid_time"),
        ("2999-01-01", "/since in_the_future"),
    ] {
        let body = json!({ "state": "running", "since": since });
        let answer = world.merchant().put(&path, &body).await;
        assert_eq!(answer.fields(), [error], "{since}");
    }
    let answer = world
        .merchant()
        .put(&path, &json!({ "state": "done" }))
        .await;
    assert_eq!(answer.status, 422);
    assert_eq!(history(&world).await, json!(null));
}

#[tokio::test]
async fn old_orders_leave_in_the_order_of_their_dates_whenever_they_came() {
    let world = World::open().await;
    run(&world).await;
    set(&world, json!({ "state": "paused" })).await;
    let of = |n| old(n, &format!("person{n}@b.example"));
    world.orders(&[of(30), of(10)]).await;
    world.orders(&[of(20), of(5)]).await;
    run(&world).await;
    until_history(&world, "sent", 4).await;
    let held = world.held_orders().await;
    assert_eq!(ids(&held), ["old-5", "old-10", "old-20", "old-30"]);
    let sources = held.iter().all(|record| record["source"] == "0");
    assert!(sources, "no automation starts: {held:?}");
}

/// At the rate of four a second. Calls are counted, not seconds, which depend on the machine.
const CALLS_IN_3_SECONDS: u64 = 12;

#[tokio::test]
async fn with_many_old_orders_waiting_a_new_one_is_there_within_three_seconds() {
    let many: usize = std::env::var("HISTORY_ORDERS").map_or(1_000, |it| it.parse().unwrap());
    let sandbox = sandbox(Some(5)).await;
    // At the rate that merchants have.
    let setup = Setup::new().with("activecampaign-url", &format!("{sandbox}/{{account}}"));
    let world = World::with(setup, sandbox).await;
    run(&world).await;
    let orders: Vec<Value> = (0..many)
        .map(|n| old(n % 2_000, &format!("person{n}@b.example")))
        .enumerate()
        .map(|(n, order)| with(order, json!({ "id": format!("old-{n}") })))
        .collect();
    for batch in orders.chunks(500) {
        world.orders(batch).await;
    }
    until_history(&world, "sent", 3).await;
    for n in 0..4 {
        let (id, email) = (format!("new-{n}"), format!("new{n}@b.example"));
        let calls = world.calls(None).await;
        world.orders(&[order_of(&id, &email)]).await;
        eventually("the new order", async || {
            let held = world.held_orders().await;
            held.iter().any(|it| it["externalid"] == id).then_some(())
        })
        .await;
        let calls = world.calls(None).await - calls;
        println!("calls until a new customer's order is there, {many} old ones waiting: {calls}");
        assert!(calls <= CALLS_IN_3_SECONDS, "{calls}");
    }
    let now = history(&world).await;
    assert!(now["waiting"].as_u64().unwrap() > 0, "{now}");
    let (least, most) = (&now["seconds_at_least"], &now["seconds_at_most"]);
    let waiting = now["waiting"].as_i64().unwrap();
    assert_eq!(*least, (waiting + 3) / 4);
    assert_eq!(*most, waiting);
}

#[tokio::test]
async fn pause_and_resume_hold_across_restarts() {
    let world = World::open().await;
    run(&world).await;
    let paused = set(&world, json!({ "state": "paused" })).await;
    assert_eq!(paused["state"], "paused");
    let taken = world.orders(&[old(1, "a@b.example"), order("new")]).await;
    assert_eq!(
        (&taken["accepted"], &taken["wanted"]),
        (&json!(2), &json!(null))
    );
    world.until("sent", 1).await;
    let world = world.again().await;
    world.orders(&[order("newer")]).await;
    world.until("sent", 2).await;
    assert_eq!(ids(&world.held_orders().await), ["new", "newer"]);
    let found = &world.transfers_where("?number=old-1").await["items"][0];
    assert_eq!(found["wait"]["reason"], "history_paused");
    run(&world).await;
    until_history(&world, "sent", 1).await;
    let log = world.log("?order=asc").await;
    let entries = log["entries"].as_array().unwrap().iter();
    let said = entries.filter(|it| it["code"].as_str().unwrap().starts_with("history"));
    let said: Vec<(&str, &str)> = said
        .map(|it| {
            (
                it["code"].as_str().unwrap(),
                it["params"]["user"].as_str().unwrap(),
            )
        })
        .collect();
    let user = said[0].1;
    let expected = ["history_started", "history_paused", "history_resumed"];
    assert_eq!(said, expected.map(|code| (code, user)));
}

#[tokio::test]
async fn cancelled_drops_what_waits_of_history_and_nothing_else() {
    let world = World::open().await;
    run(&world).await;
    set(&world, json!({ "state": "paused" })).await;
    let of = |n| old(n, "a@b.example");
    world.orders(&(0..40).map(of).collect::<Vec<_>>()).await;
    world.until("waiting", 40).await;
    // News of an old order is no old order: it leaves though they are paused.
    let news = json!({ "history": false, "updated_at": "2026-05-05T10:00:00Z" });
    world.orders(&[with(of(7), news)]).await;
    world.until("sent", 1).await;
    let cancelled = set(&world, json!({ "state": "cancelled" })).await;
    assert_eq!(cancelled["waiting"], 0);
    assert_eq!(world.transfers().await["counters"]["waiting"], 0);
    let entry = &world.log("?code=history_cancelled").await["entries"][0];
    assert_eq!(entry["params"]["dropped"], "39");

    // What the site had under way is not taken, new orders are, and a correction of what is there.
    let correction = json!({ "updated_at": "2026-05-06T10:00:00Z", "total": "31.00" });
    let late = [of(50), order("new"), with(of(7), correction)];
    let taken = world.orders(&late).await;
    assert_eq!(
        (&taken["accepted"], &taken["ignored"]),
        (&json!(2), &json!(1))
    );
    world.until_sent().await;
    let held = world.held_orders().await;
    assert_eq!(ids(&held), ["old-7", "new"]);
    assert_eq!(held[0]["source"], "0");
    assert_eq!(held[0]["totalPrice"], 3100);

    // Started again it begins anew.
    let again = run(&world).await;
    assert_eq!(
        (&again["handed_over"], &again["sent"]),
        (&json!(0), &json!(0))
    );
    world.orders(&[of(50)]).await;
    until_history(&world, "sent", 1).await;
}

#[tokio::test]
async fn an_order_that_is_there_already_counts_as_done() {
    let world = World::open().await;
    let there = order("1");
    world.orders(std::slice::from_ref(&there)).await;
    world.until("sent", 1).await;
    run(&world).await;
    let calls = world.calls(None).await;
    let again = with(there, json!({ "history": true }));
    for _ in 0..2 {
        let taken = world.orders(std::slice::from_ref(&again)).await;
        assert_eq!(taken["duplicates"], 1);
    }
    let now = history(&world).await;
    assert_eq!((&now["handed_over"], &now["sent"]), (&json!(1), &json!(1)));
    assert_eq!(world.calls(None).await, calls, "nothing is sent again");
}

#[tokio::test]
async fn totals_per_person_end_right_whatever_the_mixture_of_old_and_new() {
    let world = World::open().await;
    run(&world).await;
    // More old orders of one person than are looked at at once, and new ones in between.
    let all: Vec<usize> = (0..300).collect();
    for (n, batch) in all.chunks(60).enumerate() {
        let orders: Vec<Value> = batch
            .iter()
            .map(|n| old(*n, "anna@rossi.example"))
            .collect();
        world.orders(&orders).await;
        world
            .orders(&[
                order(&format!("new-{n}")),
                order_of(&format!("b-{n}"), "b@b.example"),
            ])
            .await;
    }
    world.until("sent", 310).await;
    let holdings = world.holdings().await;
    assert_eq!(holdings["contacts"].as_array().unwrap().len(), 2);
    assert_eq!(holdings["orders"].as_array().unwrap().len(), 310);
    let customers = world
        .elsewhere(reqwest::Method::GET, "ecomCustomers", json!({}))
        .await;
    let anna = customers["ecomCustomers"].as_array().unwrap().iter();
    let anna: Vec<&Value> = anna
        .filter(|it| it["email"] == "anna@rossi.example" && it["connectionid"] != "0")
        .collect();
    assert_eq!(anna.len(), 1, "{customers}");
    assert_eq!(anna[0]["totalOrders"], "305");
    assert_eq!(anna[0]["totalRevenue"], (305 * 2990).to_string());
}

#[tokio::test]
async fn before_it_was_ever_started_old_orders_are_taken_as_ever() {
    let sandbox = sandbox(None).await;
    let world = World::with(hurry(setup(&sandbox), &sandbox), sandbox).await;
    let taken = world.orders(&[old(1, "a@b.example")]).await;
    assert_eq!(taken["accepted"], 1);
    world.until("sent", 1).await;
    // To pause or cancel what never began is no error, and no row of the log.
    set(&world, json!({ "state": "cancelled" })).await;
    assert_eq!(world.log("?code=history_cancelled").await["total"], 0);
}
