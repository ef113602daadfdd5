//! Items stored by an earlier release and sent by this one.

use serde_json::{Value, json};

use crate::{
    support::database,
    world::{World, cart, order, with},
};

/// Stores a waiting or held item as releases before the checked form did: as submitted.
async fn as_handed_over(url: &str, kind: &str, item: &Value) {
    let pool = database::open(url).await;
    let store = sqlx::query("UPDATE outbox SET payload = $1, content = NULL WHERE kind = $2");
    let store = store.bind(item.to_string()).bind(kind);
    assert_eq!(store.execute(&pool).await.unwrap().rows_affected(), 1);
    pool.close().await;
}

#[tokio::test]
async fn rows_in_the_oldest_form_that_was_stored_are_sent() {
    let world = World::open().await;
    world.faults(json!({ "always": "cloudflare" })).await;
    // A value that only the oldest rules accepted; it was validated on submission.
    let order = with(
        order("1"),
        json!({ "url": "https://negozio.example/ordini/1?x=1" }),
    );
    world.orders(std::slice::from_ref(&order)).await;
    world.carts(&[cart("c1")]).await;
    let url = world.proxy.database_url();
    let stopped = world.stop().await;
    as_handed_over(&url, "order", &order).await;
    as_handed_over(&url, "cart", &cart("c1")).await;
    let world = stopped.start().await;
    world.no_faults().await;
    world.synchronise("s1").await;
    world.until("sent", 2).await;
    let held = world.held_orders().await;
    let by_state = |state: i64| held.iter().find(|it| it["state"] == state).unwrap();
    let (order, cart) = (by_state(1), by_state(2));
    assert_eq!(
        (
            &order["externalid"],
            &order["totalPrice"],
            &order["discountAmount"]
        ),
        (&json!("1"), &json!(2990), &json!(110))
    );
    assert_eq!(order["orderUrl"], "https://negozio.example/ordini/1?x=1");
    assert_eq!(
        (&cart["externalcheckoutid"], &cart["totalPrice"]),
        (&json!("c1"), &json!(1300))
    );
}
