//! An account at a further host of ActiveCampaign's API, which the operator allows.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use axum::{extract::Request, middleware::map_request};
use serde_json::json;
use tokio::net::TcpListener;

use crate::world::{NAME, World, order, setup};

type Hosts = Arc<Mutex<BTreeSet<String>>>;

/// A sandbox that records to which hosts below `localhost` it is called.
async fn sandbox() -> (u16, Hosts) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let hosts = Hosts::default();
    let seen = Arc::clone(&hosts);
    let record = map_request(move |request: Request| {
        let host = request.headers()["host"].to_str().unwrap();
        if let Some(host) = host.strip_suffix(&format!(".localhost:{port}")) {
            seen.lock().unwrap().insert(host.to_owned());
        }
        std::future::ready(request)
    });
    let app = sandbox::app(sandbox::Sandbox::new(None)).layer(record);
    tokio::spawn(async { axum::serve(listener, app).await });
    (port, hosts)
}

fn take(hosts: &Hosts) -> Vec<String> {
    let hosts = std::mem::take(&mut *hosts.lock().unwrap());
    hosts.into_iter().collect()
}

#[tokio::test]
async fn test_diagnosis_and_delivery_call_the_host_that_the_account_remembers() {
    let (port, hosts) = sandbox().await;
    // Every name below `localhost` is this machine.
    let url = format!("http://{{account}}.localhost:{port}/{NAME}");
    let setup = setup("")
        .with("activecampaign-url", &url)
        .with("activecampaign-hosts", "eu.localhost");
    let world = World::with(setup, format!("http://127.0.0.1:{port}")).await;
    world.orders(&[order("1")]).await;
    world.until_sent().await;
    assert_eq!(take(&hosts), [NAME]);
    let looked_up = world.calls(Some("GET connections")).await;

    let mut update = world.as_update().await;
    update["account_name"] = json!(format!("https://{NAME}.eu.localhost/"));
    update["api_key"] = json!({"replace": "the-key-of-the-other-account"});
    world.save(&update).await;
    world.orders(&[order("2")]).await;
    world.until_sent().await;
    // It is another ActiveCampaign account: the connection of the first one was forgotten.
    assert!(world.calls(Some("GET connections")).await > looked_up);
    world.merchant().test(&world.account).await;
    let diagnosis = format!("{}/diagnosis", world.account);
    let diagnosis = world.merchant().get(&diagnosis).await.expect(200);
    assert_eq!(diagnosis["host"], format!("{NAME}.eu.localhost"));
    assert_eq!(diagnosis["outcome"], "ok");
    assert_eq!(take(&hosts), [format!("{NAME}.eu")]);
}
