use serde_json::{Value, json};

use crate::{
    support::{Answer, token},
    world::{World, cart, events_token, order, order_of, with},
};

#[tokio::test]
async fn a_batch_of_500_is_taken_and_one_of_501_is_not() {
    let world = World::open().await;
    let orders: Vec<Value> = (0..501).map(|n| order(&n.to_string())).collect();
    assert_eq!(world.orders(&orders[..500]).await["accepted"], 500);
    let refused = world.hand_over("orders", &orders).await.expect(422);
    assert_eq!(
        refused["errors"],
        json!([{ "pointer": "/orders", "code": "too_long" }])
    );
    let refused = world.hand_over("orders", &[]).await.expect(422);
    assert_eq!(
        refused["errors"],
        json!([{ "pointer": "/orders", "code": "required" }])
    );
}

#[tokio::test]
async fn one_bad_item_never_refuses_its_neighbours() {
    let world = World::open().await;
    let mut deep = order("5");
    deep["lines"] = json!("12,50");
    let mut missing = order("6");
    missing["billing"].as_object_mut().unwrap().remove("email");
    let answer = world
        .orders(&[
            order("1"),
            with(order("2"), json!({ "total": [29.90] })),
            with(order("3"), json!({ "id": "" })),
            with(
                order("4"),
                json!({ "currency": "XXY", "placed_at": "yesterday" }),
            ),
            deep,
            missing,
            json!("no order"),
            order("7"),
        ])
        .await;
    assert_eq!(answer["accepted"], 3);
    let said: Vec<(u64, Vec<(&str, &str)>)> = answer["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rejected| {
            let errors = rejected["errors"].as_array().unwrap().iter();
            let pairs =
                errors.map(|e| (e["pointer"].as_str().unwrap(), e["code"].as_str().unwrap()));
            (rejected["index"].as_u64().unwrap(), pairs.collect())
        })
        .collect();
    let expected = vec![
        (1, vec![("/orders/1/total", "wrong_type")]),
        (2, vec![("/orders/2/id", "required")]),
        (
            3,
            vec![
                ("/orders/3/placed_at", "invalid_time"),
                ("/orders/3/currency", "unknown_currency"),
            ],
        ),
        (5, vec![("/orders/5/billing/email", "required")]),
        (6, vec![("/orders/6", "wrong_type")]),
    ];
    assert_eq!(said, expected);
    let adjusted = json!([{ "index": 4, "pointer": "/orders/4/lines", "code": "left_out" }]);
    assert_eq!(answer["adjusted"], adjusted);
    world.until("sent", 3).await;
}

#[tokio::test]
async fn a_wrong_shape_is_told_at_its_own_field_and_so_is_a_name_that_is_there_twice() {
    let world = World::open().await;
    let text = order("1").to_string();
    let orders = [
        with(order("1"), json!({ "billing": ["Anna", "a@b.example"] })).to_string(),
        text.replace("\"29.90\"", "1e999"),
        text.replace("\"29.90\"", "\"\\ud800\""),
        text.replacen('{', "{\"total\":\"1.00\",", 1),
        "[]".to_owned(),
        "5".to_owned(),
        "null".to_owned(),
    ];
    let body = format!("{{\"orders\":[{}]}}", orders.join(","));
    let path = "/api/v1/events/orders";
    let passweb = world.passweb();
    let answer = passweb.post_text(path, "application/json", body).await;
    let answer = answer.expect(202);
    let said: Vec<String> = answer["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rejected| {
            let error = &rejected["errors"][0];
            let pointer = error["pointer"].as_str().unwrap();
            format!("{pointer} {}", error["code"].as_str().unwrap())
        })
        .collect();
    let expected = [
        "/orders/0/billing wrong_type",
        "/orders/1/total too_large",
        "/orders/2/total invalid_amount",
        "/orders/3/total duplicate_field",
        "/orders/4 wrong_type",
        "/orders/5 wrong_type",
        "/orders/6 wrong_type",
    ];
    assert_eq!(said, expected);
}

#[tokio::test]
async fn the_same_batch_twice_is_taken_once() {
    let world = World::open().await;
    let orders: Vec<Value> = (0..50).map(|n| order(&n.to_string())).collect();
    assert_eq!(world.orders(&orders).await["accepted"], 50);
    assert_eq!(world.orders(&orders).await["duplicates"], 50);
    world.until_sent().await;
    assert_eq!(world.held_orders().await.len(), 50);
}

#[tokio::test]
async fn two_batches_at_once_are_taken_once() {
    let world = World::open().await;
    let orders: Vec<Value> = (0..200)
        .map(|n| order_of(&n.to_string(), &format!("a{n}@b.example")))
        .collect();
    let (first, second) = tokio::join!(world.orders(&orders), world.orders(&orders));
    let accepted = |answer: &Value| answer["accepted"].as_u64().unwrap();
    assert_eq!(accepted(&first) + accepted(&second), 200);
    world.until("sent", 200).await;
    assert_eq!(world.held_orders().await.len(), 200);
}

#[tokio::test]
async fn an_item_twice_in_a_batch_counts_in_its_newest_version() {
    let world = World::open().await;
    let newer = with(
        order("1"),
        json!({ "updated_at": "2026-05-04T11:00:00Z", "total": "7" }),
    );
    let answer = world.orders(&[order("1"), newer, order("1")]).await;
    assert_eq!(
        (&answer["accepted"], &answer["duplicates"]),
        (&json!(1), &json!(2))
    );
    world.until("sent", 1).await;
    assert_eq!(world.held_orders().await[0]["totalPrice"], 700);
}

#[tokio::test]
async fn what_is_no_batch_is_refused_as_a_whole() {
    let world = World::open().await;
    let post = async |text: &str| -> Answer {
        let path = "/api/v1/events/orders";
        world
            .passweb()
            .post_text(path, "application/json", text)
            .await
    };
    assert_eq!(post("{").await.expect(400)["code"], "malformed_json");
    assert_eq!(
        post("{\"orders\":[]}x").await.expect(400)["code"],
        "malformed_json"
    );
    assert_eq!(post("[[]]").await.expect(422)["code"], "invalid_fields");
    for (text, pointer, code) in [
        ("{}", "/orders", "required"),
        ("{\"orders\":\"x\"}", "/orders", "wrong_type"),
        ("{\"orders\":{}}", "/orders", "required"),
        ("{\"orders\":null}", "/orders", "required"),
        (
            "{\"orders\":[{}],\"orders\":[{}]}",
            "/orders",
            "duplicate_field",
        ),
    ] {
        let errors = &post(text).await.expect(422)["errors"];
        assert_eq!(
            errors,
            &json!([{ "pointer": pointer, "code": code }]),
            "{text}"
        );
    }
    let kind = world
        .passweb()
        .post_text("/api/v1/events/orders", "text/plain", "{}")
        .await;
    assert_eq!(kind.expect(415)["code"], "not_json");
}

#[tokio::test]
async fn only_a_token_for_events_hands_over_and_it_opens_nothing_else() {
    let world = World::open().await;
    let body = json!({ "orders": [order("1")] });
    let merchant = world.proxy.with_token(&token("negozio"));
    merchant
        .post("/api/v1/events/orders", &body)
        .await
        .expect(401);
    world
        .proxy
        .nobody()
        .post("/api/v1/events/orders", &body)
        .await
        .expect(401);
    world.passweb().get("/api/v1/accounts").await.expect(401);
    world.passweb().get("/api/v1/log").await.expect(401);
}

#[tokio::test]
async fn the_site_comes_from_the_token_alone() {
    let world = World::open().await;
    let other = world
        .proxy
        .with_token(&events_token("another", &["activecampaign"]));
    let answer = other
        .post("/api/v1/events/orders", &json!({ "orders": [order("1")] }))
        .await;
    assert_eq!(answer.expect(202)["ignored"], 1, "that site has no account");
    assert_eq!(world.transfers().await["counters"]["waiting"], 0);
}

#[tokio::test]
async fn what_the_settings_exclude_is_counted_as_ignored() {
    let world = World::open().await;
    world.choose(false, false).await;
    assert_eq!(world.orders(&[order("1")]).await["ignored"], 1);
    assert_eq!(world.carts(&[cart("c1")]).await["ignored"], 1);
    assert_eq!(world.synchronise("s1").await["ignored"], 1);
    world.choose(true, true).await;
    world.enable(false).await;
    assert_eq!(world.orders(&[order("1")]).await["ignored"], 1);
    world.enable(true).await;
    let no_module = world.proxy.with_token(&events_token("negozio", &[]));
    let answer = no_module
        .post("/api/v1/events/orders", &json!({ "orders": [order("1")] }))
        .await;
    assert_eq!(answer.expect(202)["ignored"], 1);
    assert_eq!(world.transfers().await["counters"]["waiting"], 0);
}

#[tokio::test]
async fn an_end_of_synchronisation_is_checked_too() {
    let world = World::open().await;
    let path = "/api/v1/events/synchronisations";
    for (body, pointer, code) in [
        (
            json!({ "id": "", "kind": "full", "ended_at": "2026-05-04T12:00:00Z" }),
            "/id",
            "required",
        ),
        (json!([]), "", "wrong_type"),
        (
            json!({ "id": "1", "kind": "full", "ended_at": "12:00" }),
            "/ended_at",
            "invalid_time",
        ),
        (
            json!({ "id": "1", "kind": "full", "ended_at": "2999-01-01T00:00:00Z" }),
            "/ended_at",
            "in_the_future",
        ),
    ] {
        let errors = &world.passweb().post(path, &body).await.expect(422)["errors"];
        assert_eq!(errors, &json!([{ "pointer": pointer, "code": code }]));
    }
}
