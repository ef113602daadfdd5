//! Request heads: how much memory a client without a token can occupy, and the responses to
//! oversized heads.

use std::{fs, time::Duration};

use serde_json::Value;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::{
    program::{program, start},
    support::{Proxy, token},
};

/// Sends raw bytes, and reads until the server closes the connection.
async fn exchange(address: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // The server may respond before it has received all bytes.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let read = timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await;
    read.expect("the connection is still open").unwrap();
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn a_head_that_cannot_be_read_is_answered_by_a_problem_document() {
    let proxy = Proxy::start().await;
    let many: String = (0..300).map(|n| format!("X-{n}: y\r\n")).collect();
    let (long, large) = ("x".repeat(60_000), "y".repeat(600_000));
    for (what, head, statuses) in [
        ("no HTTP", "nonsense\r\n\r\n".to_owned(), [400, 400]),
        ("no version", "GET /healthz\r\n\r\n".to_owned(), [400, 400]),
        (
            "a header without a name",
            "GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n".to_owned(),
            [400, 400],
        ),
        (
            "a long path",
            format!("GET /{long} HTTP/1.1\r\nHost: x\r\n\r\n"),
            [414, 431],
        ),
        (
            "many headers",
            format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n"),
            [431, 431],
        ),
        (
            "large headers",
            format!("GET / HTTP/1.1\r\nHost: x\r\nX: {large}\r\n\r\n"),
            [431, 431],
        ),
        (
            "after a good request",
            "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n".to_owned(),
            [400, 400],
        ),
    ] {
        let answer = exchange(proxy.address(), head.as_bytes()).await;
        let last = answer.rfind("HTTP/1.1 ").unwrap_or_default();
        let (head, body) = answer[last..].split_once("\r\n\r\n").unwrap();
        let status: u16 = head.split(' ').nth(1).unwrap().parse().unwrap();
        assert!(statuses.contains(&status), "{what}: {answer}");
        let kind = "content-type: application/problem+json";
        assert!(head.lines().any(|line| line == kind), "{what}: {answer}");
        let length = format!("content-length: {}", body.len());
        assert!(head.lines().any(|line| line == length), "{what}: {answer}");
        let problem: Value = serde_json::from_str(body).unwrap();
        assert_eq!(problem["code"], "malformed_request", "{what}");
        assert_eq!(problem["status"], status, "{what}");
    }
    assert_eq!(proxy.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn two_authorization_headers_are_refused() {
    let proxy = Proxy::start().await;
    let session = proxy.request(reqwest::Method::GET, "/api/v1/session");
    let twice = session.bearer_auth(token("a")).bearer_auth(token("a"));
    let answer = crate::support::Answer::read(twice.send().await.unwrap()).await;
    answer.problem(400, "malformed_request");
}

#[tokio::test]
async fn a_long_path_does_not_make_a_long_log_line() {
    let dir = TempDir::new().unwrap();
    let mut command = program(dir.path());
    command.args(["--demo", "--listen", "127.0.0.1:0"]);
    let program = start(command);
    let address = program.base.trim_start_matches("http://").to_owned();
    for length in [20_000, 60_000] {
        let path = "x".repeat(length);
        let head = format!("GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        exchange(&address, head.as_bytes()).await;
    }
    let (_, log) = program.terminate();
    let request = log.lines().find(|line| line.contains("/xxx"));
    assert!(request.is_some(), "{log}");
    assert!(log.lines().all(|line| line.len() < 1000), "{log}");
}

/// Resident memory of a process, in kilobytes.
#[cfg(target_os = "linux")]
fn resident(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let words = line.unwrap().split_whitespace();
    words.rev().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn unfinished_heads_cost_little_memory() {
    const CLIENTS: u64 = 200;
    let dir = TempDir::new().unwrap();
    let mut command = program(dir.path());
    command.args(["--demo", "--listen", "127.0.0.1:0"]);
    let program = start(command);
    let address = program.base.trim_start_matches("http://").to_owned();
    exchange(
        &address,
        b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n",
    )
    .await;
    let before = resident(program.child.id());
    let mut held = Vec::new();
    for _ in 0..CLIENTS {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        let head = format!("GET / HTTP/1.1\r\nX: {}", "y".repeat(400_000));
        // The server may refuse the rest.
        let _ = timeout(Duration::from_millis(50), stream.write_all(head.as_bytes())).await;
        held.push(stream);
    }
    let grown = resident(program.child.id()).saturating_sub(before);
    assert!(
        grown < CLIENTS * 100,
        "{grown} kB for {CLIENTS} connections"
    );
    drop(held);
    program.terminate();
}
