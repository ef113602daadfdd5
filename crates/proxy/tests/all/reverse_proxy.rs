//! The configurations of nginx and Caddy in `docs/operating.md`, in front of a proxy.

use std::{
    env, fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{Proxy, SECRET, claims, new_account, sign, token};

const DOCS: &str = include_str!("../../../../docs/operating.md");

/// A running reverse proxy; stopped on drop.
struct Edge {
    child: Child,
    base: String,
    _dir: TempDir,
}

impl Drop for Edge {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The path of an installed program. Prints a message when it is missing.
fn installed(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path)
        .chain(["/usr/sbin".into()])
        .map(|directory| directory.join(name))
        .find(|program| program.is_file());
    if found.is_none() {
        println!("LEFT OUT: {name} is not installed, its block in docs/operating.md was not tried");
    }
    found
}

/// The documented configuration with changed addresses.
fn block(language: &str, changes: &[(&str, &str)]) -> String {
    let (_, rest) = DOCS.split_once(&format!("```{language}\n")).unwrap();
    let mut block = rest.split("```").next().unwrap().to_owned();
    for (from, to) in changes {
        assert!(block.contains(from), "{from} is not in {block}");
        block = block.replace(from, to);
    }
    block
}

async fn run(mut command: Command, port: u16, dir: TempDir) -> Edge {
    let child = command.stdin(Stdio::null()).spawn().unwrap();
    let mut edge = Edge {
        child,
        base: format!("http://127.0.0.1:{port}"),
        _dir: dir,
    };
    let http = Client::builder().no_proxy().build().unwrap();
    let end = Instant::now() + Duration::from_secs(20);
    while http
        .get(format!("{}/healthz", edge.base))
        .send()
        .await
        .is_err()
    {
        assert!(edge.child.try_wait().unwrap().is_none(), "it ended");
        assert!(Instant::now() < end, "it does not listen");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    edge
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

async fn nginx(program: &Path, proxy: &Proxy) -> Edge {
    let (dir, port) = (TempDir::new().unwrap(), free_port());
    let server = block(
        "nginx",
        &[
            ("listen 443 ssl;", &format!("listen 127.0.0.1:{port};")),
            ("    ssl_certificate ", "    # "),
            ("    ssl_certificate_key ", "    # "),
            ("127.0.0.1:8080", proxy.address()),
        ],
    );
    let at = dir.path().display();
    let config = format!(
        "daemon off; master_process off; pid {at}/pid; error_log {at}/error.log; events {{ }}\n\
         http {{ access_log off; client_body_temp_path {at}/body; proxy_temp_path {at}/proxy;\n\
         fastcgi_temp_path {at}/f; uwsgi_temp_path {at}/u; scgi_temp_path {at}/s;\n{server} }}"
    );
    fs::write(dir.path().join("nginx.conf"), config).unwrap();
    let mut command = Command::new(program);
    command.arg("-p").arg(dir.path());
    command.arg("-c").arg(dir.path().join("nginx.conf"));
    command.stderr(Stdio::null());
    run(command, port, dir).await
}

async fn caddy(program: &Path, proxy: &Proxy) -> Edge {
    let (dir, port) = (TempDir::new().unwrap(), free_port());
    let site = block(
        "caddyfile",
        &[
            (
                "integrations.example {",
                &format!("http://127.0.0.1:{port} {{"),
            ),
            ("127.0.0.1:8080", proxy.address()),
            // An account is below Caddy's minimum size for compression.
            ("encode gzip", "encode gzip {\nminimum_length 1\n}"),
        ],
    );
    let config = format!("{{\nadmin off\nauto_https off\n}}\n{site}");
    fs::write(dir.path().join("Caddyfile"), config).unwrap();
    let mut command = Command::new(program);
    command.args(["run", "--adapter", "caddyfile", "--config"]);
    command.arg(dir.path().join("Caddyfile"));
    command.env("HOME", dir.path()).stderr(Stdio::null());
    run(command, port, dir).await
}

/// Saves an account, and updates it with the ETag of a compressed response.
async fn an_account_is_saved(edge: &Edge) -> String {
    let http = Client::builder().no_proxy().build().unwrap();
    let ask = |method: Method, path: &str| {
        let request = http.request(method, format!("{}{path}", edge.base));
        request.bearer_auth(token("a"))
    };
    let made = ask(Method::POST, "/api/v1/accounts").json(&new_account());
    let made = made.send().await.unwrap();
    assert_eq!(made.status(), StatusCode::CREATED);
    let path = made.headers()["location"].to_str().unwrap().to_owned();
    let read = ask(Method::GET, &path).header("accept-encoding", "gzip");
    let read = read.send().await.unwrap();
    assert_eq!(read.headers()["content-encoding"], "gzip");
    let etag = read.headers()["etag"].clone();
    let mut change = new_account();
    change["description"] = "Nuovo".into();
    let changed = ask(Method::PUT, &path)
        .header("if-match", &etag)
        .json(&change);
    assert_eq!(changed.send().await.unwrap().status(), StatusCode::OK);
    // An update with an outdated ETag is refused.
    let stale = ask(Method::PUT, &path)
        .header("if-match", &etag)
        .json(&change);
    let stale = stale.send().await.unwrap();
    assert_eq!(stale.status(), StatusCode::PRECONDITION_FAILED);
    let problem: Value = stale.json().await.unwrap();
    assert_eq!(problem["code"], "changed");
    etag.to_str().unwrap().to_owned()
}

/// A batch of the maximum size is accepted, and the proxy itself refuses a larger one with a
/// problem document.
async fn a_large_batch_gets_through(edge: &Edge) {
    let mut events = claims("a");
    events["aud"] = json!("events");
    let token = sign(&events, SECRET);
    let http = Client::builder().no_proxy().build().unwrap();
    let largest = proxy::limits::Limits::default().events_body;
    let send = async |size: usize| {
        let mut body = br#"{"orders":[{}]}"#.to_vec();
        body.resize(size, b' ');
        let orders = http.post(format!("{}/api/v1/events/orders", edge.base));
        let orders = orders.bearer_auth(&token).body(body);
        let answer = orders.header("content-type", "application/json").send();
        answer.await.unwrap()
    };
    let taken = send(largest).await;
    assert_eq!(taken.status(), StatusCode::ACCEPTED);
    let refused = send(largest + 1).await;
    assert_eq!(refused.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["code"], "body_too_large");
}

/// Operators' routes are blocked, and responses keep their headers.
async fn only_what_is_public_is_public(edge: &Edge) {
    let http = Client::builder().no_proxy().build().unwrap();
    for (path, status) in [("/healthz", 200), ("/metrics", 403), ("/readyz", 403)] {
        let answer = http.get(format!("{}{path}", edge.base)).send();
        assert_eq!(answer.await.unwrap().status(), status, "{path}");
    }
    let frame = http.get(format!("{}/api/v1/frame", edge.base)).send();
    let frame = frame.await.unwrap();
    for (name, value) in [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(frame.headers()[name], value);
    }
    assert!(frame.headers().contains_key("x-request-id"));
}

#[tokio::test]
async fn behind_nginx_with_gzip_an_account_is_saved_and_a_large_batch_gets_through() {
    let Some(program) = installed("nginx") else {
        return;
    };
    let proxy = Proxy::start().await;
    let edge = nginx(&program, &proxy).await;
    assert_eq!(an_account_is_saved(&edge).await, "W/\"1\"");
    a_large_batch_gets_through(&edge).await;
    only_what_is_public_is_public(&edge).await;
}

#[tokio::test]
async fn behind_caddy_with_gzip_an_account_is_saved_and_a_large_batch_gets_through() {
    let Some(program) = installed("caddy") else {
        return;
    };
    let proxy = Proxy::start().await;
    let edge = caddy(&program, &proxy).await;
    an_account_is_saved(&edge).await;
    a_large_batch_gets_through(&edge).await;
    only_what_is_public_is_public(&edge).await;
}
