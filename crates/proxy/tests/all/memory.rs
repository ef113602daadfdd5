//! Memory use of the largest bodies.

use std::{fs, sync::Arc};

use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::json;
use tempfile::TempDir;

use crate::{
    program::{Program, program, start},
    support::{SECRET, claims, new_account, sign, token},
};

const LARGEST: usize = 16 * 1024 * 1024;
/// The maximum additional memory, in kB.
const AT_MOST: u64 = 300_000;

/// The process's current (`VmRSS`) or maximum (`VmHWM`) resident memory, in kB.
fn memory(program: &Program, what: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", program.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with(what)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// 500 orders from this number on, of so many bytes in all: some lines each, and a field that is
/// not known, so that reading them does not take a debug build minutes.
fn batch(first: usize, bytes: usize) -> String {
    let line =
        r#"{"product_id":"P1","name":"Lampada da tavolo","quantity":1,"unit_price":"13.00"}"#;
    let lines = vec![line; 50].join(",");
    let note = "x".repeat((bytes / 500).saturating_sub(lines.len() + 400));
    let orders: Vec<String> = (first..first + 500)
        .map(|number| {
            format!(
                r#"{{"id":"{number}","number":"{number}","placed_at":"2026-05-04T10:00:00Z","updated_at":"2026-05-04T10:00:00Z","currency":"EUR","total":"29.90","billing":{{"email":"anna{number}@rossi.example"}},"note":"{note}","lines":[{lines}]}}"#
            )
        })
        .collect();
    format!("{{\"orders\":[{}]}}", orders.join(","))
}

fn small_order(number: usize) -> String {
    let order = json!({
        "id": format!("small-{number}"), "placed_at": "2026-05-04T10:00:00Z", "currency": "EUR",
        "total": "29.90", "billing": { "email": "anna@rossi.example" },
    });
    json!({ "orders": [order] }).to_string()
}

struct Passweb {
    http: Client,
    base: String,
    token: String,
}

impl Passweb {
    fn request(&self, body: String) -> RequestBuilder {
        let url = format!("{}/api/v1/events/orders", self.base);
        let request = self.http.post(url).bearer_auth(&self.token).body(body);
        request.header("content-type", "application/json")
    }

    async fn hand_over(&self, body: String) -> StatusCode {
        self.request(body).send().await.unwrap().status()
    }

    /// The same, again and again until it is taken: on a busy machine a body may wait for room longer
    /// than a request may take.
    async fn hand_over_until_taken(&self, body: String) {
        loop {
            match self.request(body.clone()).send().await {
                Ok(answer) if answer.status() == 202 => return,
                Ok(answer) => assert_eq!(answer.status(), 408),
                // The answer came before all of the body was sent.
                Err(error) => assert!(!error.is_connect(), "{error}"),
            }
        }
    }

    /// Creates an account that sends orders.
    async fn open_account(&self) {
        let ask = |request: RequestBuilder| request.bearer_auth(token("negozio")).send();
        let accounts = format!("{}/api/v1/accounts", self.base);
        let made = ask(self.http.post(&accounts).json(&new_account()))
            .await
            .unwrap();
        let path = made.headers()["location"].to_str().unwrap().to_owned();
        let mut update = new_account();
        update["api_key"] = json!("keep");
        update["ecommerce"] = json!({ "orders": true, "abandoned_carts": true });
        let change = self.http.put(format!("{}{path}", self.base)).json(&update);
        let changed = ask(change.header("if-match", "\"1\"")).await.unwrap();
        assert_eq!(changed.status(), 200);
    }
}

#[tokio::test]
async fn ten_of_the_largest_bodies_at_once_take_less_than_300_mb_and_hold_nobody_up() {
    let dir = TempDir::new().unwrap();
    let mut command = program(dir.path());
    command
        .env("LISTEN", "127.0.0.1:0")
        .env("SESSION_SECRET", SECRET)
        .env(
            "ENCRYPTION_KEY",
            "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        )
        .env("ACTIVECAMPAIGN_URL", "http://127.0.0.1:9/{account}")
        .env("RUST_LOG", "error")
        .env("SHUTDOWN_DELAY_SECONDS", "0");
    let program = start(command);
    let mut claims = claims("negozio");
    claims["aud"] = json!("events");
    let passweb = Arc::new(Passweb {
        http: Client::builder().no_proxy().build().unwrap(),
        base: program.base.clone(),
        token: sign(&claims, SECRET),
    });
    passweb.open_account().await;
    assert_eq!(passweb.hand_over(batch(0, 0)).await, 202);
    let idle = memory(&program, "VmRSS:");

    let large = (1..=10).map(|number| {
        let (passweb, body) = (Arc::clone(&passweb), batch(number * 1000, LARGEST));
        assert!(body.len() > LARGEST - 200_000 && body.len() <= LARGEST);
        tokio::spawn(async move { passweb.hand_over_until_taken(body).await })
    });
    let large: Vec<_> = large.collect();
    let mut small = 0;
    while !large.iter().all(tokio::task::JoinHandle::is_finished) {
        let body = small_order(small);
        assert_eq!(passweb.hand_over(body).await, 202);
        small += 1;
    }
    for large in large {
        large.await.unwrap();
    }
    assert!(small > 5, "only {small} others were answered meanwhile");
    let most = memory(&program, "VmHWM:").saturating_sub(idle);
    println!("{most} kB beyond {idle} kB, {small} others meanwhile");
    assert!(most < AT_MOST, "{most} kB beyond {idle} kB");
    program.terminate();
}
