//! Logs that cannot be written never block the proxy.

use std::{
    fs::File,
    net::TcpListener,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    program::{Program, program, start},
    support::sandbox,
};

fn demo(dir: &Path) -> Command {
    let mut command = program(dir);
    command.args(["--demo", "--listen", "127.0.0.1:0"]);
    command
}

fn client() -> Client {
    Client::builder()
        .no_proxy()
        .timeout(Duration::from_secs(10))
        .build()
        .unwrap()
}

/// Everything that a merchant needs still works.
async fn works(base: &str) {
    let http = client();
    let made = http.post(format!("{base}/demo/token")).send().await;
    let token: Value = made.unwrap().json().await.unwrap();
    let token = token["token"].as_str().unwrap();
    let new = json!({"description": "a", "platform": "activecampaign", "account_name": "negozio",
        "api_key": {"replace": "0123456789"}});
    let accounts = http.post(format!("{base}/api/v1/accounts"));
    let account = accounts.bearer_auth(token).json(&new).send().await.unwrap();
    assert_eq!(account.status(), 201);
    let path = account.headers()["location"].to_str().unwrap().to_owned();
    let test = http.post(format!("{base}{path}/connection-test"));
    let tested = test.bearer_auth(token).send().await.unwrap();
    assert_eq!(tested.status(), 200);
}

/// Sends many requests, each of which logs lines.
async fn ask_often(base: &str) {
    let http = client();
    for _ in 0..3000 {
        let answer = http.get(format!("{base}/healthz")).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
}

async fn lines_dropped(base: &str) -> u64 {
    let metrics = client().get(format!("{base}/metrics")).send().await;
    let text = metrics.unwrap().text().await.unwrap();
    let name = "integrations_log_lines_dropped_total ";
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap().parse().unwrap()
}

fn stop(mut program: Program) {
    let id = program.child.id().to_string();
    Command::new("kill").args(["-TERM", &id]).status().unwrap();
    let end = Instant::now() + Duration::from_secs(10);
    loop {
        if let Some(status) = program.child.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            return;
        }
        assert!(Instant::now() < end, "it does not end");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_log_on_a_full_disk_stops_nothing_and_is_counted() {
    let dir = TempDir::new().unwrap();
    let mut command = demo(dir.path());
    let full = File::options().write(true).open("/dev/full").unwrap();
    command.stderr(full);
    command.env("ACTIVECAMPAIGN_URL", sandbox().await);
    let program = start(command);
    works(&program.base).await;
    assert!(lines_dropped(&program.base).await > 0);
    stop(program);
}

#[tokio::test]
async fn a_log_that_nobody_reads_stops_nothing_and_not_the_end_either() {
    let dir = TempDir::new().unwrap();
    let mut command = demo(dir.path());
    command.env("RUST_LOG", "trace");
    command.env("ACTIVECAMPAIGN_URL", sandbox().await);
    let program = start(command);
    ask_often(&program.base).await;
    works(&program.base).await;
    assert!(lines_dropped(&program.base).await > 0, "the pipe is full");
    stop(program);
}

#[tokio::test]
async fn a_reader_of_the_log_that_went_away_stops_nothing() {
    let dir = TempDir::new().unwrap();
    let mut command = demo(dir.path());
    command.env("ACTIVECAMPAIGN_URL", sandbox().await);
    let mut program = start(command);
    drop(program.child.stderr.take());
    works(&program.base).await;
    assert!(lines_dropped(&program.base).await > 0);
    stop(program);
}

#[tokio::test]
async fn a_start_without_stdout_and_stderr_works() {
    let dir = TempDir::new().unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let mut command = Command::new("sh");
    let script = format!(
        "exec '{}' --demo --listen {address} >&- 2>&-",
        env!("CARGO_BIN_EXE_integrations-proxy")
    );
    command.args(["-c", &script]).current_dir(dir.path());
    command.env("ACTIVECAMPAIGN_URL", sandbox().await);
    let mut child = command.spawn().unwrap();
    let base = format!("http://{address}");
    let end = Instant::now() + Duration::from_secs(20);
    while client()
        .get(format!("{base}/healthz"))
        .send()
        .await
        .is_err()
    {
        assert!(Instant::now() < end && child.try_wait().unwrap().is_none());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    works(&base).await;
    let id = child.id().to_string();
    Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert!(child.wait().unwrap().success());
}

#[tokio::test]
async fn log_lines_are_json_when_that_is_asked_for() {
    let dir = TempDir::new().unwrap();
    let mut command = demo(dir.path());
    command.env("LOG_FORMAT", "json");
    let program = start(command);
    let answer = client().get(format!("{}/healthz", program.base)).send();
    let answer = answer.await.unwrap();
    let id = answer.headers()["x-request-id"]
        .to_str()
        .unwrap()
        .to_owned();
    let (_, log) = program.terminate();
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect();
    let request = lines.iter().find(|line| line["span"]["id"] == id).unwrap();
    assert_eq!(request["span"]["path"], "/healthz");
    assert!(
        lines
            .iter()
            .all(|line| line["level"].is_string() && line["message"].is_string())
    );
}

#[test]
fn a_start_that_fails_names_its_cause_in_its_last_line_at_once() {
    let dir = TempDir::new().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken_address = taken.local_addr().unwrap().to_string();
    let garbage = dir.path().join("garbage.db");
    std::fs::write(
        &garbage,
        "this is no database, whatever its name says".repeat(100),
    )
    .unwrap();
    let file = format!("sqlite://{}", garbage.display());
    let directory = format!("sqlite://{}", dir.path().display());
    // No server listens on this port.
    let refused = "postgres://u:s3cret@127.0.0.1:9/x".to_owned();
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let secret = "a secret of at least 32 bytes, shared with Passweb";
    for format in ["text", "json"] {
        for (listen, database, cause) in [
            (taken_address.as_str(), "", "Address already in use"),
            ("127.0.0.1:0", file.as_str(), "not a database"),
            ("127.0.0.1:0", directory.as_str(), "unable to open"),
            ("127.0.0.1:0", refused.as_str(), "refused"),
        ] {
            let mut command = program(dir.path());
            command.env("LISTEN", listen).env("DATABASE_URL", database);
            command
                .env("SESSION_SECRET", secret)
                .env("ENCRYPTION_KEY", key);
            command.env("LOG_FORMAT", format);
            let began = Instant::now();
            let output = command.stdout(Stdio::null()).output().unwrap();
            assert!(began.elapsed() < Duration::from_secs(4), "{cause}");
            assert_eq!(output.status.code(), Some(1), "{cause}");
            let log = String::from_utf8(output.stderr).unwrap();
            let last = log.lines().last().unwrap();
            assert!(last.contains(cause), "{cause}: {log}");
            assert!(last.contains("integrations-proxy: "), "{log}");
            assert!(!log.contains("s3cret"), "{log}");
            if format == "json" {
                serde_json::from_str::<Value>(last).unwrap();
            }
        }
    }
}

#[test]
fn a_database_server_that_says_nothing_is_named_within_seconds() {
    let dir = TempDir::new().unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = silent.local_addr().unwrap();
    let mut command = program(dir.path());
    command.env("LISTEN", "127.0.0.1:0");
    command.env("DATABASE_URL", format!("postgres://u@{address}/x"));
    command.args(["--log-format", "text"]);
    command.env(
        "SESSION_SECRET",
        "a secret of at least 32 bytes, shared with Passweb",
    );
    command.env(
        "ENCRYPTION_KEY",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    );
    let began = Instant::now();
    let output = command.output().unwrap();
    assert!(began.elapsed() < Duration::from_secs(8));
    let log = String::from_utf8(output.stderr).unwrap();
    let last = log.lines().last().unwrap();
    assert!(last.contains("does not answer"), "{log}");
    assert!(last.contains(&address.to_string()), "{log}");
}
