use std::time::Instant;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    support::Setup,
    world::{World, order, order_of, sandbox},
};

#[tokio::test]
async fn no_second_sees_more_calls_than_allowed_and_nearly_all_are_used() {
    let sandbox = sandbox(Some(5)).await;
    let setup = Setup::new().with("activecampaign-url", &format!("{sandbox}/{{account}}"));
    let world = World::with(setup, sandbox).await;
    world.orders(&[order("0")]).await;
    world.until("sent", 1).await;

    // Known and new customers, so that some deliveries are one call and some are several.
    let before = world.calls(None).await;
    let orders: Vec<Value> = (1..40)
        .map(|n| match n % 4 {
            0 => order_of(&n.to_string(), &format!("person{n}@b.example")),
            _ => order(&n.to_string()),
        })
        .collect();
    let began = Instant::now();
    world.orders(&orders).await;
    world.until("sent", 40).await;
    let seconds = began.elapsed().as_secs_f64();
    let calls = world.control(Method::GET, "/calls", json!({})).await;
    assert!(calls["max_in_one_second"].as_u64().unwrap() <= 4, "{calls}");
    assert_eq!(calls["over_limit"], 0);
    let used = (calls["total"].as_u64().unwrap() - before) as f64 / (seconds * 4.0);
    assert!(used >= 0.9, "{used} of the allowed rate, in {seconds} s");
    assert_eq!(world.transfers().await["rate_per_second"], 4);
}
