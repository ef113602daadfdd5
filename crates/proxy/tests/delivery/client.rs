//! Runs the Python client of `docs/handing-over.md`.

use std::process::Stdio;

use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt, process::Command};

use crate::{
    support::SECRET,
    world::{SITE, World, order, setup, with},
};

const DOCUMENT: &str = include_str!("../../../../docs/handing-over.md");

/// The client's output for a list.
async fn run(proxy: &str, list: &str, items: &[Value]) -> (bool, String) {
    let (_, rest) = DOCUMENT.split_once("```python\n").unwrap();
    let (code, _) = rest.split_once("```").unwrap();
    let mut client = Command::new("python3")
        .args(["-c", code, list])
        .env("PROXY_URL", proxy)
        .env("SESSION_SECRET", SECRET)
        .env("SITE", SITE)
        .env("SITE_URL", "https://negozio.example")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut stdin = client.stdin.take().unwrap();
    let text = Value::from(items.to_vec()).to_string();
    stdin.write_all(text.as_bytes()).await.unwrap();
    drop(stdin);
    let ended = client.wait_with_output().await.unwrap();
    let text = [ended.stdout, ended.stderr].map(|it| String::from_utf8(it).unwrap());
    (ended.status.success(), text.concat())
}

#[tokio::test]
async fn the_client_of_the_document_hands_over_orders_and_tells_what_became_of_them() {
    let world = World::open().await;
    let mut orders: Vec<Value> = (0..600).map(|n| order(&n.to_string())).collect();
    orders[1] = with(orders[1].clone(), json!({ "total": "x" }));
    let (success, text) = run(&world.proxy.base, "orders", &orders).await;
    assert!(success, "{text}");
    let answers: Vec<Value> = text
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    assert_eq!(answers.len(), 2);
    assert_eq!(
        (&answers[0]["accepted"], &answers[1]["accepted"]),
        (&json!(499), &json!(100))
    );
    assert_eq!(
        answers[0]["rejected"][0]["errors"][0]["code"],
        "invalid_amount"
    );
}

#[tokio::test]
async fn the_client_of_the_document_halves_what_is_too_large_and_gives_up_on_what_is_refused() {
    let sandbox = crate::world::sandbox(None).await;
    let small = setup(&sandbox).limits(|limits| limits.events_body = 4000);
    let world = World::with(small, sandbox).await;
    let orders: Vec<Value> = (0..20).map(|n| order(&n.to_string())).collect();
    let (success, text) = run(&world.proxy.base, "orders", &orders).await;
    assert!(success, "{text}");
    assert!(text.lines().count() > 2, "{text}");
    world.until("sent", 20).await;
    let (success, text) = run(&world.proxy.base, "orders", &[]).await;
    assert!(!success && text.contains("invalid_fields"), "{text}");
}
