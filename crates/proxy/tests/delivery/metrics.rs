use reqwest::Method;
use serde_json::json;

use crate::world::{World, cart, eventually, order, order_of};

#[tokio::test]
async fn metrics_tell_what_came_left_and_stands_still_and_name_nobody() {
    let world = World::open().await;
    let refuse = json!({ "email_domain": "bad.example" });
    world.control(Method::PUT, "/refuse", refuse).await;
    let orders = [order("1"), order_of("2", "b@bad.example")];
    world.orders(&orders).await;
    world.orders(&orders).await;
    world.carts(&[cart("c1")]).await;
    world.synchronise("s1").await;
    world.until_sent().await;
    world.faults(json!({ "always": "maintenance" })).await;
    world.orders(&[order("3")]).await;
    eventually("a queue that stands still", async || {
        (world.transfers().await["pause_reason"] == "maintenance").then_some(())
    })
    .await;
    let text = world.proxy.get("/metrics").await.text;
    for line in [
        r#"integrations_events_total{kind="order",outcome="accepted"} 3"#,
        r#"integrations_events_total{kind="order",outcome="duplicate"} 2"#,
        r#"integrations_events_total{kind="cart",outcome="accepted"} 1"#,
        r#"integrations_transfers_total{kind="order",outcome="sent"} 1"#,
        r#"integrations_transfers_total{kind="order",outcome="refused"} 1"#,
        r#"integrations_transfers_total{kind="cart",outcome="sent"} 1"#,
        r#"integrations_dead_letters_total{kind="order"} 1"#,
        r#"integrations_outbox_items{state="failed"} 1"#,
        r#"integrations_outbox_items{state="waiting"} 1"#,
        r#"integrations_account_queues_paused{reason="maintenance"} 1"#,
        r#"integrations_activecampaign_requests_total{status="503"} 1"#,
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    for secret in ["@", "Anna", "Rossi", "s3cret", "negozio"] {
        assert!(!text.contains(secret), "{secret}\n{text}");
    }
}
