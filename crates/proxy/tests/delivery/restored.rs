//! What a deleted account was about to send, when the account is restored.

use reqwest::Method;
use serde_json::{Value, json};

use crate::world::{World, cart, order, order_of};

impl World {
    async fn delete(&self) {
        let merchant = self.merchant();
        merchant
            .send(Method::DELETE, &self.account)
            .await
            .expect(204);
    }

    async fn restore(&self) -> Value {
        let path = format!("{}/restore", self.account);
        self.merchant().send(Method::POST, &path).await.expect(200)
    }
}

/// A world whose account sent order 1, keeps cart c1 until a synchronisation, and has orders 2 and 3
/// to send when ActiveCampaign's maintenance ends.
async fn waiting() -> World {
    let world = World::open().await;
    world.orders(&[order("1")]).await;
    world.until("sent", 1).await;
    world.carts(&[cart("c1")]).await;
    let maintenance = json!({ "shares": { "maintenance": 1.0 }, "retry_after_seconds": 1 });
    world.faults(maintenance).await;
    world
        .orders(&[order("2"), order_of("3", "carlo@neri.example")])
        .await;
    world
}

#[tokio::test]
async fn waiting_data_goes_out_exactly_once_after_the_restoration() {
    let world = waiting().await;
    world.delete().await;
    world.no_faults().await;
    // Without an account, the site's data is ignored.
    assert_eq!(world.orders(&[order("4")]).await["ignored"], 1);
    world.synchronise("s1").await;
    world.restore().await;
    world.until("sent", 3).await;
    world.synchronise("s2").await;
    world.until("sent", 4).await;
    // It knows what it sent before.
    assert_eq!(
        world.orders(&[order("1"), order("2")]).await["duplicates"],
        2
    );
    let mut ids: Vec<String> = world
        .held_orders()
        .await
        .iter()
        .map(|held| format!("{}{}", held["externalid"], held["externalcheckoutid"]))
        .map(|ids| ids.replace("null", "").replace('"', ""))
        .collect();
    ids.sort();
    assert_eq!(ids, ["1", "2", "3", "c1"]);
}

#[tokio::test]
async fn it_survives_a_restart_of_the_proxy_and_sends_nothing_meanwhile() {
    let world = waiting().await;
    world.delete().await;
    let world = world.again().await;
    world.no_faults().await;
    let metrics = world.proxy.get("/metrics").await.text;
    let waiting = r#"integrations_outbox_items{state="waiting"} 0"#;
    assert!(metrics.contains(waiting), "{metrics}");
    assert_eq!(world.held_orders().await.len(), 1);
    world.restore().await;
    world.until("sent", 3).await;
    assert_eq!(world.held_orders().await.len(), 3);
}

#[tokio::test]
async fn an_erasure_reaches_a_deleted_account() {
    let world = waiting().await;
    world.delete().await;
    let person = json!({ "email": "carlo@neri.example" });
    let passweb = world.passweb();
    let erased = passweb.post("/api/v1/events/erasures", &person).await;
    assert!(erased.expect(202)["erased"].as_u64() > Some(0));
    world.no_faults().await;
    world.restore().await;
    world.until("sent", 2).await;
    // The cart that waits for a synchronisation.
    world.until("waiting", 1).await;
    let held = world.holdings().await;
    assert!(!held.to_string().contains("carlo@neri.example"), "{held}");
}
