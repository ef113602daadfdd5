use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, order, order_of};

#[tokio::test]
async fn items_are_paged() {
    let world = World::open().await;
    world
        .control(
            Method::PUT,
            "/refuse",
            json!({ "email_domain": "bad.example" }),
        )
        .await;
    let orders: Vec<Value> = (0..5)
        .map(|n| order_of(&n.to_string(), &format!("p{n}@bad.example")))
        .collect();
    world.orders(&orders).await;
    world.until("failed", 5).await;
    let mut seen = Vec::new();
    let mut query = "?limit=2".to_owned();
    loop {
        let page = world.transfers_where(&query).await;
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["external_id"].clone()),
        );
        match page["next_cursor"].as_str() {
            Some(cursor) => query = format!("?limit=2&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, ["0", "1", "2", "3", "4"]);
    let sent = world.transfers_where("?state=sent").await;
    assert_eq!(sent["items"], json!([]));
    for query in [
        "?limit=0",
        "?limit=201",
        "?state=lost",
        "?cursor=x",
        "?page=1",
    ] {
        let path = format!("{}/transfers{query}", world.account);
        world.merchant().get(&path).await.expect(400);
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_never_taken_for_all_that_was_set_aside() {
    let world = World::open().await;
    let refuse = json!({ "email_domain": "bad.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    world.orders(&[order_of("1", "b@bad.example")]).await;
    world.until("failed", 1).await;
    let path = format!("{}/transfers/retry", world.account);
    for (body, error) in [
        (json!({ "ids": null }), "/ids wrong_type"),
        (json!({ "ids": "1" }), "/ids wrong_type"),
        (json!({ "ids": [1] }), "/ids/0 wrong_type"),
        (json!({ "ids": ["1", "x"] }), "/ids/1 invalid_character"),
        (json!([["1"]]), " wrong_type"),
    ] {
        let answer = world.merchant().post(&path, &body).await;
        assert_eq!(answer.fields(), [error], "{body}");
    }
    assert_eq!(world.retry(json!({ "ids": [] })).await["retried"], 0);
    assert_eq!(world.retry(json!({})).await["retried"], 1);
}

#[tokio::test]
async fn the_oldest_that_waits_is_said() {
    let world = World::open().await;
    world.faults(json!({ "always": "maintenance" })).await;
    assert_eq!(world.transfers().await["oldest_waiting_at"], json!(null));
    world.orders(&[order("1")]).await;
    let first = world.transfers().await["oldest_waiting_at"].clone();
    assert!(first.is_string());
    world.orders(&[order("2")]).await;
    assert_eq!(world.transfers().await["oldest_waiting_at"], first);
}

#[tokio::test]
async fn another_site_sees_nothing_of_it() {
    let world = World::open().await;
    let other = world.proxy.shop("another");
    other
        .get(&format!("{}/transfers", world.account))
        .await
        .expect(404);
    other
        .post(&format!("{}/transfers/retry", world.account), &json!({}))
        .await
        .expect(404);
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    assert_eq!(other.get("/api/v1/log").await.expect(200)["total"], 0);
}

#[tokio::test]
async fn the_list_of_accounts_has_the_counters() {
    let world = World::open().await;
    let list = world.merchant().get("/api/v1/accounts").await.expect(200);
    assert_eq!(list["accounts"][0]["transfers"], json!(null));
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let list = world.merchant().get("/api/v1/accounts").await.expect(200);
    let expected =
        json!({ "waiting": 0, "sent": 1, "failed": 0, "held": 0, "rejected": 0, "skipped": 0 });
    assert_eq!(list["accounts"][0]["transfers"], expected);
}
