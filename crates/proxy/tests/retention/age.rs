use reqwest::Method;
use serde_json::json;

use crate::world::{World, cart, eventually, order, order_of};

/// Number of orders that are kept for the preview.
const SAMPLES: &str = "SELECT count(*) FROM order_samples";

/// Makes ActiveCampaign refuse an order and waits until it has failed.
async fn with_one_set_aside() -> World {
    let world = World::open().await;
    let refuse = json!({ "email_domain": "bad.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    world.orders(&[order_of("1", "b@bad.example")]).await;
    world.until("failed", 1).await;
    world
}

#[tokio::test]
async fn the_merchant_is_told_once_before_what_was_set_aside_is_deleted() {
    let world = with_one_set_aside().await;
    let (world, swept) = world.in_days(82).await;
    assert_eq!(swept.announced, 0, "{swept:?}");
    let (world, swept) = world.in_days(84).await;
    assert_eq!((swept.announced, swept.expired), (1, 0), "{swept:?}");
    let (world, swept) = world.in_days(85).await;
    assert_eq!(swept.announced, 0, "{swept:?}");
    let log = world.log("?code=failed_expire").await;
    assert_eq!(log["total"], 1, "{log}");
    assert_eq!(log["entries"][0]["kind"], "warning");
    assert_eq!(log["entries"][0]["params"]["items"], "1");
    let told = log["entries"][0]["params"]["until"].as_str().unwrap();
    let told: jiff::Timestamp = told.parse().unwrap();
    let days = told.duration_since(jiff::Timestamp::now()).as_hours() / 24;
    assert!((89..=91).contains(&days), "{days}");
}

#[tokio::test]
async fn a_rejected_item_that_nothing_can_clear_is_gone_with_the_log() {
    let world = World::open().await;
    // Without identifier and number: a valid submission cannot be matched with it.
    let answer = world.orders(&[json!({ "total": "1.00" })]).await;
    assert_eq!(answer["rejected"][0]["index"], 0, "{answer}");
    world.orders(&[order("1")]).await;
    assert_eq!(world.transfers().await["counters"]["rejected"], 1);
    let (world, swept) = world.in_days(89).await;
    assert_eq!(swept.rejections, 0, "{swept:?}");
    let (world, swept) = world.in_days(91).await;
    assert_eq!(swept.rejections, 1, "{swept:?}");
    assert_eq!(world.transfers().await["counters"]["rejected"], 0);
}

#[tokio::test]
async fn what_was_set_aside_loses_its_data_and_then_its_row() {
    let world = with_one_set_aside().await;
    let (world, _) = world.in_days(84).await;
    let (world, swept) = world.in_days(89).await;
    assert_eq!(swept.expired, 0, "{swept:?}");
    assert_eq!(world.count("SELECT count(payload) FROM outbox").await, 1);
    let (world, swept) = world.in_days(92).await;
    assert_eq!(swept.expired, 1, "{swept:?}");
    assert_eq!(world.count("SELECT count(payload) FROM outbox").await, 0);
    let item = world.transfers().await["items"][0].clone();
    assert_eq!(item["number"], "N-1");
    assert_eq!(item["failure"]["code"], "expired");
    assert_eq!(item["failure"]["remedy"], "save_again");
    assert_eq!(item["failure"]["reason"], "");
    let (world, swept) = world.in_days(121).await;
    assert_eq!(swept.expired, 0, "{swept:?}");
    assert_eq!(world.count("SELECT count(*) FROM attempts").await, 1);
    let (world, swept) = world.in_days(123).await;
    assert_eq!(swept.expired, 1, "{swept:?}");
    assert_eq!(world.count("SELECT count(*) FROM outbox").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM attempts").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM customers").await, 0);
    assert_eq!(world.transfers().await["counters"]["failed"], 0);
}

#[tokio::test]
async fn what_lost_its_data_is_not_sent_again_but_taken_when_it_is_handed_over_again() {
    let world = with_one_set_aside().await;
    let (world, _) = world.in_days(84).await;
    let (world, _) = world.in_days(92).await;
    world.control(Method::PUT, "/refuse", json!({})).await;
    assert_eq!(world.retry(json!({})).await["retried"], 0);
    assert_eq!(world.transfers().await["counters"]["failed"], 1);
    let taken = world.orders(&[order_of("1", "b@bad.example")]).await;
    assert_eq!(taken["accepted"], 1, "{taken}");
    world.until("sent", 1).await;
    assert_eq!(world.transfers().await["counters"]["failed"], 0);
    assert_eq!(world.held_orders().await.len(), 1);
}

#[tokio::test]
async fn what_was_sent_again_in_time_is_not_deleted() {
    let world = with_one_set_aside().await;
    let (world, _) = world.in_days(84).await;
    world.control(Method::PUT, "/refuse", json!({})).await;
    assert_eq!(world.retry(json!({})).await["retried"], 1);
    world.until("sent", 1).await;
    let (world, swept) = world.in_days(92).await;
    assert_eq!(swept.expired, 0, "{swept:?}");
    assert_eq!(world.transfers().await["counters"]["sent"], 1);
}

#[tokio::test]
async fn carts_that_no_synchronisation_releases_are_announced_and_deleted() {
    let world = World::open().await;
    world.carts(&[cart("c1"), cart("c2")]).await;
    let (world, swept) = world.in_days(84).await;
    assert_eq!(swept.announced, 2, "{swept:?}");
    let log = world.log("?code=carts_expire").await;
    assert_eq!(log["entries"][0]["params"]["items"], "2", "{log}");
    let (world, swept) = world.in_days(92).await;
    assert_eq!(swept.expired, 2, "{swept:?}");
    assert_eq!(world.count("SELECT count(*) FROM outbox").await, 0);
    assert_eq!(world.transfers().await["counters"]["held"], 0);
    world.synchronise("s1").await;
    assert_eq!(world.transfers().await["counters"]["waiting"], 0);
}

#[tokio::test]
async fn what_was_sent_is_remembered_for_its_retention_and_an_old_repeat_is_looked_for_after_it() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let (world, swept) = world.in_days(399).await;
    assert_eq!(swept.done, 0, "{swept:?}");
    assert_eq!(world.count("SELECT count(payload) FROM outbox").await, 0);
    assert_eq!(world.orders(&[order("1")]).await["duplicates"], 1);

    let (world, swept) = world.in_days(401).await;
    assert_eq!(swept.done, 1, "{swept:?}");
    assert_eq!(world.transfers().await["counters"]["sent"], 0);
    assert_eq!(world.count("SELECT count(*) FROM outbox").await, 0);
    assert_eq!(world.count("SELECT count(*) FROM customers").await, 0);
    let written = world.calls(Some("POST ecomOrders")).await;
    assert_eq!(world.orders(&[order("1")]).await["accepted"], 1);
    world.until("sent", 1).await;
    assert_eq!(world.calls(Some("POST ecomOrders")).await, written);
    assert_eq!(world.calls(Some("PUT ecomOrders")).await, 0);
    assert_eq!(world.held_orders().await.len(), 1, "once");
}

#[tokio::test]
async fn what_is_new_is_written_without_a_search_though_older_rows_were_deleted() {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    let (world, _) = world.in_days(401).await;
    let searches = world.calls(Some("GET ecomOrders")).await;
    let mut newer = order("2");
    newer["updated_at"] = json!("2026-05-05T10:00:00Z");
    world.orders(&[newer]).await;
    world.until("sent", 1).await;
    assert_eq!(world.calls(Some("GET ecomOrders")).await, searches);
    assert_eq!(world.held_orders().await.len(), 2);
}

#[tokio::test]
async fn the_order_that_the_preview_shows_is_deleted_after_an_hour() {
    let world = World::open().await;
    let preview = format!("{}/preview", world.account);
    world.merchant().get(&preview).await.expect(200);
    world.orders(&[order("1")]).await;
    assert_eq!(world.count(SAMPLES).await, 1);
    world
        .execute("UPDATE order_samples SET taken_at = taken_at - 3600000")
        .await;
    let shown = world.merchant().get(&preview).await.expect(200);
    assert_eq!(shown["source"], "example", "not shown any more");
    let world = world.again().await;
    eventually("the deletion", async || {
        (world.count(SAMPLES).await == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_hour_after_the_page_asked_no_order_is_kept_for_it() {
    let world = World::open().await;
    let preview = format!("{}/preview", world.account);
    world.merchant().get(&preview).await.expect(200);
    world
        .execute("UPDATE accounts SET preview_until = preview_until - 3600000")
        .await;
    world.orders(&[order("1")]).await;
    assert_eq!(world.count(SAMPLES).await, 0);
    // The page asks again.
    world.merchant().get(&preview).await.expect(200);
    world.orders(&[order("2")]).await;
    assert_eq!(world.count(SAMPLES).await, 1);
}
