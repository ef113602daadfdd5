//! Accepted formats of a body, and their cost.

use std::{io::Write, time::Duration};

use flate2::{Compression, write::GzEncoder};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    support::Answer,
    world::{World, order, sandbox, setup},
};

const ORDERS: &str = "/api/v1/events/orders";

impl World {
    /// Submits a raw body.
    async fn post_bytes(&self, body: Vec<u8>, encoding: Option<&str>) -> Answer {
        let request = self.passweb().request(Method::POST, ORDERS);
        let request = request.header("content-type", "application/json");
        let request = match encoding {
            Some(encoding) => request.header("content-encoding", encoding),
            None => request,
        };
        Answer::read(request.body(body).send().await.unwrap()).await
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A batch of 500 orders with this many lines.
fn batch(lines: usize) -> Vec<u8> {
    let orders: Vec<Value> = (0..500)
        .map(|n| {
            let mut order = order(&n.to_string());
            let line = order["lines"][0].clone();
            order["lines"] = Value::from(vec![line; lines]);
            order
        })
        .collect();
    json!({ "orders": orders }).to_string().into_bytes()
}

#[tokio::test]
async fn a_batch_of_500_orders_of_20_lines_is_taken_plain_and_compressed() {
    let world = World::open().await;
    let body = batch(20);
    let answer = world
        .post_bytes(gzip(&body), Some("gzip"))
        .await
        .expect(202);
    assert_eq!(answer["accepted"], 500);
    let answer = world.post_bytes(body, None).await.expect(202);
    assert_eq!(answer["duplicates"], 500);
}

#[tokio::test]
async fn a_body_over_16_mib_is_refused_and_the_answer_says_to_send_half() {
    let world = World::open().await;
    let mut body = batch(1);
    body.resize(16 * 1024 * 1024 + 1, b' ');
    let small = gzip(&body);
    for answer in [
        world.post_bytes(small, Some("gzip")).await,
        world.post_bytes(body.clone(), None).await,
    ] {
        let problem = answer.expect(413);
        assert_eq!(problem["code"], "body_too_large");
        assert!(problem["detail"].as_str().unwrap().contains("two requests"));
    }
    body.truncate(16 * 1024 * 1024);
    assert_eq!(
        world.post_bytes(body, None).await.expect(202)["accepted"],
        500
    );
}

#[tokio::test]
async fn what_inflates_without_end_is_refused() {
    let world = World::open().await;
    let bomb = gzip(&vec![b' '; 1024 * 1024 * 1024]);
    assert!(bomb.len() < 16 * 1024 * 1024);
    let answer = world.post_bytes(bomb, Some("gzip")).await;
    assert_eq!(answer.expect(413)["code"], "body_too_large");
}

#[tokio::test]
async fn a_compressed_body_that_is_damaged_or_compressed_otherwise_is_refused() {
    let world = World::open().await;
    let whole = gzip(&batch(1));
    let half = whole[..whole.len() / 2].to_vec();
    let answer = world.post_bytes(half, Some("gzip")).await;
    assert_eq!(answer.expect(400)["code"], "malformed_request");
    let answer = world.post_bytes(b"no gzip".to_vec(), Some("gzip")).await;
    assert_eq!(answer.expect(400)["code"], "malformed_json");
    world.post_bytes(whole, Some("br")).await.expect(415);
    world
        .post_bytes(batch(1), Some("identity"))
        .await
        .expect(202);
}

#[tokio::test]
async fn the_first_bytes_tell_whether_a_body_is_compressed_whatever_its_header_says() {
    let world = World::open().await;
    let answer = world.post_bytes(gzip(&batch(1)), None).await.expect(202);
    assert_eq!(answer["accepted"], 500);
    let answer = world.post_bytes(batch(1), Some("gzip")).await.expect(202);
    assert_eq!(answer["duplicates"], 500);
    let bomb = gzip(&vec![b' '; 64 * 1024 * 1024]);
    let answer = world.post_bytes(bomb, None).await;
    assert_eq!(answer.expect(413)["code"], "body_too_large");
}

#[tokio::test]
async fn a_body_that_was_cut_on_the_way_is_refused_whole_and_taken_when_it_comes_again() {
    let world = World::open().await;
    let whole = batch(1);
    let answer = world.post_bytes(whole[..502].to_vec(), None).await;
    assert_eq!(answer.expect(400)["code"], "malformed_json");
    let answer = world.post_bytes(whole, None).await.expect(202);
    assert_eq!(
        (&answer["accepted"], &answer["duplicates"]),
        (&json!(500), &json!(0))
    );
}

#[tokio::test]
async fn one_order_or_numbered_ones_in_the_place_of_the_list_are_taken() {
    let world = World::open().await;
    let shape = json!([{ "index": 0, "pointer": "/orders", "code": "shape" }]);
    for orders in [order("1"), json!({ "10": order("3"), "2": order("2") })] {
        let body = json!({ "orders": orders }).to_string().into_bytes();
        let answer = world.post_bytes(body, None).await.expect(202);
        assert_eq!(answer["adjusted"], shape);
    }
    world.until("sent", 3).await;
}

#[tokio::test]
async fn a_byte_order_mark_is_dropped_and_a_bad_byte_costs_a_byte() {
    let world = World::open().await;
    let text = json!({ "orders": [order("1"), order("2")] }).to_string();
    let mut body = b"\xef\xbb\xbf".to_vec();
    // The first name of the second order in Windows-1252, and a line break that JSON forbids.
    let (first, second) = text.split_at(text.rfind("Anna").unwrap());
    body.extend_from_slice(first.as_bytes());
    body.extend_from_slice(b"Nicol\xf2\r\n");
    body.extend_from_slice(&second.as_bytes()["Anna".len()..]);
    let answer = world.post_bytes(body, None).await.expect(202);
    assert_eq!(answer["accepted"], 2);
    let adjusted = json!([{ "index": 1, "pointer": "/orders/1", "code": "encoding" }]);
    assert_eq!(answer["adjusted"], adjusted);
    world.until("sent", 2).await;
    let contacts = world.holdings().await["contacts"].to_string();
    assert!(contacts.contains("Nicolò"), "{contacts}");
}

/// The head of a request with a body of 16 MiB, and the start of the body.
fn beginning(world: &World) -> String {
    let request = world
        .passweb()
        .request(Method::POST, ORDERS)
        .build()
        .unwrap();
    let token = request.headers()["authorization"]
        .to_str()
        .unwrap()
        .to_owned();
    format!(
        "POST {ORDERS} HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{{",
        16 * 1024 * 1024
    )
}

/// Sends a body one byte at a time until the server closes the connection; returns the response.
async fn trickle(address: String, beginning: String) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(beginning.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    loop {
        tokio::select! {
            read = stream.read_exact(&mut answer) => {
                read.unwrap();
                return String::from_utf8_lossy(&answer).into_owned();
            }
            () = tokio::time::sleep(Duration::from_millis(20)) => {
                let _ = stream.write_all(b" ").await;
            }
        }
    }
}

#[tokio::test]
async fn bodies_that_trickle_hold_up_others_no_longer_than_a_request_may_take() {
    let sandbox = sandbox(None).await;
    let setup = setup(&sandbox).limits(|limits| limits.request = Duration::from_secs(5));
    let world = World::with(setup, sandbox).await;
    // More than the memory limit.
    let slow: Vec<_> = (0..10)
        .map(|_| trickle(world.proxy.address().to_owned(), beginning(&world)))
        .map(tokio::spawn)
        .collect();
    // Small bodies need no memory permit.
    while !slow.iter().all(tokio::task::JoinHandle::is_finished) {
        assert_eq!(
            world.hand_over("orders", &[order("small")]).await.status,
            202
        );
    }
    for slow in slow {
        assert_eq!(slow.await.unwrap(), "HTTP/1.1 408");
    }
    // A large body gets its permit.
    let mut large = batch(1);
    large.resize(512 * 1024, b' ');
    let answer = world.post_bytes(large, None).await.expect(202);
    assert_eq!(answer["accepted"], 500);
}
