//! No client can block the server by many, large or slow requests.

use std::{convert::Infallible, num::NonZeroU32, time::Duration};

use axum::body::Body;
use futures_util::stream;
use reqwest::Method;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::watch,
    time::{Instant, timeout},
};

use crate::support::{Api, Setup, eventually, token};

#[tokio::test]
async fn a_site_that_asks_too_often_is_told_when_to_come_again_and_others_are_not() {
    let proxy = Setup::new()
        .limits(|limits| limits.requests_per_minute = NonZeroU32::new(5).unwrap())
        .start()
        .await;
    for _ in 0..5 {
        proxy.shop("a").get("/api/v1/session").await.expect(200);
    }
    let answer = proxy.shop("a").get("/api/v1/session").await;
    let problem = answer.problem(429, "too_many_requests");
    assert_eq!(
        answer.header("retry-after"),
        problem["retry_after_seconds"].to_string()
    );
    proxy.shop("b").get("/api/v1/session").await.expect(200);
}

/// Sends the beginning of a request and returns the response, once the server closes the
/// connection.
async fn send_and_wait(address: &str, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    timeout(Duration::from_secs(5), stream.read_to_end(&mut answer))
        .await
        .expect("the connection is still open")
        .unwrap_or_default();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn headers_that_do_not_come_end_the_connection() {
    let proxy = Setup::new()
        .limits(|limits| limits.headers = Duration::from_millis(200))
        .start()
        .await;
    for beginning in ["", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
        send_and_wait(proxy.address(), beginning).await;
    }
    // A keep-alive connection without a request.
    let kept = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    let answer = send_and_wait(proxy.address(), kept).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_answered_as_a_problem() {
    let proxy = Setup::new()
        .limits(|limits| limits.request = Duration::from_millis(300))
        .start()
        .await;
    let request = format!(
        "POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
         Content-Type: application/json\r\nContent-Length: 50\r\nConnection: close\r\n\r\n{{",
        token("a")
    );
    let answer = send_and_wait(proxy.address(), &request).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("application/problem+json"), "{answer}");
    assert!(answer.contains("\"request_timeout\""), "{answer}");
}

#[tokio::test]
async fn more_connections_wait_at_the_door() {
    let proxy = Setup::new()
        .limits(|limits| {
            limits.connections = 2;
            limits.headers = Duration::from_millis(500);
        })
        .start()
        .await;
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
        stream.write_all(b"GET /").await.unwrap();
        held.push(stream);
    }
    let began = Instant::now();
    assert_eq!(proxy.get("/healthz").await.status, 200);
    assert!(
        began.elapsed() > Duration::from_millis(300),
        "it had to wait"
    );
}

#[tokio::test]
async fn a_request_with_too_many_or_too_large_headers_is_refused() {
    let proxy = Setup::new().start().await;
    let many: String = (0..300).map(|n| format!("X-{n}: y\r\n")).collect();
    let large = format!("X: {}\r\n", "y".repeat(600_000));
    for headers in [many, large] {
        let request = format!("GET /healthz HTTP/1.1\r\nHost: x\r\n{headers}\r\n");
        let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
        let _ = stream.write_all(request.as_bytes()).await;
        let mut answer = Vec::new();
        let _ = timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
            "{answer}"
        );
    }
    assert_eq!(proxy.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_client_that_does_not_read_is_cut_off() {
    const SIZE: usize = 40_000_000;
    let proxy = Setup::new()
        .panel_file("large.bin", &"x".repeat(SIZE))
        .limits(|limits| {
            limits.write = Duration::from_millis(200);
            limits.connections = 1;
        })
        .start()
        .await;
    let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
    let request = b"GET /large.bin HTTP/1.1\r\nHost: x\r\n\r\n";
    stream.write_all(request).await.unwrap();
    // The next client is served once the connection of this one is closed.
    let next = timeout(Duration::from_secs(20), proxy.get("/healthz")).await;
    assert_eq!(next.expect("the connection is still open").status, 200);
    let mut answer = Vec::new();
    let _ = timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
    assert!(answer.len() < SIZE, "all of it was sent");
}

#[tokio::test]
async fn what_is_in_flight_is_finished_before_the_proxy_stops() {
    let (release, released) = watch::channel(false);
    let slow = Api::start(move |_| {
        let mut released = released.clone();
        Body::from_stream(stream::once(async move {
            released.wait_for(|it| *it).await.unwrap();
            Ok::<_, Infallible>("{}")
        }))
    })
    .await;
    let proxy = Setup::new()
        .with("activecampaign-url", &slow.url())
        .start()
        .await;
    let shop = proxy.shop("a");
    let path = shop.save("negozio", "a-good-key").await;
    let test = shop.request(Method::POST, &format!("{path}/connection-test"));
    let test = tokio::spawn(test.send());
    eventually("the call", async || slow.calls().pop()).await;
    let address = proxy.address().to_owned();
    let stopped = tokio::spawn(proxy.stop());
    eventually("the closed port", async || {
        TcpStream::connect(&address).await.err()
    })
    .await;
    assert!(!stopped.is_finished(), "a request is in flight");
    release.send_replace(true);
    assert_eq!(test.await.unwrap().unwrap().status(), 200);
    stopped.await.unwrap();
}
