use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    time::sleep,
};

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

    // Known and new customers, so that deliveries need one or several calls.
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

/// A network in which the first bytes of a connection take 300 ms, as with DNS and TLS.
async fn cold_network(sandbox: &str) -> String {
    let server = sandbox.trim_start_matches("http://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let server = server.clone();
            tokio::spawn(async move {
                sleep(Duration::from_millis(300)).await;
                let mut server = TcpStream::connect(server).await?;
                copy_bidirectional(&mut client, &mut server).await
            });
        }
    });
    address
}

#[tokio::test]
async fn no_second_sees_more_calls_than_allowed_though_connections_take_long_to_open() {
    let sandbox = sandbox(Some(5)).await;
    let network = cold_network(&sandbox).await;
    let setup = Setup::new().with("activecampaign-url", &format!("{network}/{{account}}"));
    let world = World::with(setup, sandbox).await;
    let orders: Vec<Value> = (0..16)
        .map(|n| order_of(&n.to_string(), &format!("person{n}@b.example")))
        .collect();
    world.orders(&orders).await;
    world.until("sent", 16).await;
    let calls = world.control(Method::GET, "/calls", json!({})).await;
    assert!(calls["max_in_one_second"].as_u64().unwrap() <= 4, "{calls}");
    assert_eq!(calls["over_limit"], 0);
}
