//! The program as an operator runs it.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as URL_SAFE_NO_PAD};
use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::sandbox;

const KEY: &str = "s3cret-k3y-of-a-merchant-0123456789";

pub(crate) struct Program {
    pub child: Child,
    pub base: String,
    stdout: BufReader<std::process::ChildStdout>,
}

pub(crate) fn program(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_integrations-proxy"));
    command.env_clear().current_dir(dir);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub(crate) fn start(mut command: Command) -> Program {
    let mut child = command.spawn().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    stdout.read_line(&mut line).unwrap();
    let base = line
        .trim_end()
        .strip_prefix("integrations-proxy listening on ")
        .unwrap_or_else(|| panic!("{line:?}"));
    Program {
        base: base.to_owned(),
        child,
        stdout,
    }
}

impl Program {
    /// Sends SIGTERM; returns everything the program printed.
    pub fn terminate(mut self) -> (String, String) {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &id]).status().unwrap();
        let mut said = (String::new(), String::new());
        self.stdout.read_to_string(&mut said.0).unwrap();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut said.1).unwrap();
        assert!(self.child.wait().unwrap().success());
        said
    }
}

#[tokio::test]
async fn a_token_cannot_write_a_log_line_of_its_own() {
    let dir = TempDir::new().unwrap();
    let mut command = program(dir.path());
    command.args(["--demo", "--listen", "127.0.0.1:0"]);
    let program = start(command);
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS\nFORGED \u001b[31m"}"#);
    let http = Client::builder().no_proxy().build().unwrap();
    let session = http.get(format!("{}/api/v1/session", program.base));
    let token = format!("{header}.e30.e30");
    let answer = session.bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    let (_, log) = program.terminate();
    let line = log.lines().find(|line| line.contains("FORGED")).unwrap();
    assert!(line.contains("session token refused"), "{log}");
    assert!(!log.contains('\u{1b}'), "{log}");
}

#[tokio::test]
async fn no_key_is_ever_in_an_answer_a_log_line_or_the_files() {
    let dir = TempDir::new().unwrap();
    let mut command = program(dir.path());
    command
        .args(["--demo", "--listen", "127.0.0.1:0"])
        .env("ACTIVECAMPAIGN_URL", sandbox().await)
        .env("RUST_LOG", "trace");
    // A large log must not fill a pipe without a reader.
    command.stderr(fs::File::create(dir.path().join("log")).unwrap());
    let mut program = start(command);
    let http = Client::builder().no_proxy().build().unwrap();

    let made = http
        .post(format!("{}/demo/token", program.base))
        .send()
        .await
        .unwrap();
    let token: Value = made.json().await.unwrap();
    let token = token["token"].as_str().unwrap().to_owned();
    let accounts = format!("{}/api/v1/accounts", program.base);
    let mut answers = String::new();
    let mut send = async |request: reqwest::RequestBuilder| {
        let answer = request.bearer_auth(&token).send().await.unwrap();
        let location = answer.headers().get("location").cloned();
        answers += &format!("{:?}", answer.headers());
        answers += &answer.text().await.unwrap();
        location.map(|location| format!("{}{}", program.base, location.to_str().unwrap()))
    };
    let new = json!({"description": "a", "platform": "activecampaign", "account_name": "negozio",
        "api_key": {"replace": KEY}});
    let account = send(http.post(&accounts).json(&new)).await.unwrap();
    send(http.post(&accounts).json(&new)).await;
    send(http.post(format!("{account}/connection-test"))).await;
    for body in [
        json!({"api_key": KEY}),
        json!({"description": "a", "platform": "activecampaign", "account_name": KEY, "api_key": "keep", KEY: 1}),
        json!({"description": "a", "platform": "activecampaign", "account_name": "n", "api_key": {KEY: KEY}}),
    ] {
        send(http.put(&account).header("if-match", "\"1\"").json(&body)).await;
    }
    let broken = format!("{{\"api_key\": {KEY}");
    let broken = http
        .post(&accounts)
        .header("content-type", "application/json")
        .body(broken);
    send(broken).await;
    send(http.get(&account)).await;
    send(http.get(&accounts)).await;

    let files = |dir: &Path| -> Vec<(String, Vec<u8>)> {
        let entries = fs::read_dir(dir).unwrap().map(Result::unwrap);
        let name = |path: &Path| path.display().to_string();
        let files = entries.map(|entry| (name(&entry.path()), fs::read(entry.path()).unwrap()));
        files.collect()
    };
    let running = files(dir.path());
    let id = program.child.id().to_string();
    Command::new("kill").args(["-TERM", &id]).status().unwrap();
    assert!(program.child.wait().unwrap().success());

    // The name of an unknown field is returned to the sender only.
    let told_back = answers.matches(KEY).count();
    assert_eq!(told_back, 1, "{answers}");
    for (name, content) in running.into_iter().chain(files(dir.path())) {
        let found = content
            .windows(KEY.len())
            .any(|bytes| bytes == KEY.as_bytes());
        assert!(!found, "the key is in {name}");
        let told = String::from_utf8_lossy(&content).contains(&token);
        assert!(!told, "the session token is in {name}");
    }
}

#[tokio::test]
async fn two_lines_are_said_when_ready_and_the_secrets_of_the_demo_are_kept_private() {
    let dir = TempDir::new().unwrap();
    let demo = || {
        let mut command = program(dir.path());
        command.args(["--demo", "--listen", "127.0.0.1:0"]);
        command
    };
    let (more, _) = start(demo()).terminate();
    assert!(
        more.starts_with("demo back office on http://127.0.0.1:"),
        "{more}"
    );
    assert_eq!(more.lines().count(), 1, "and the one before it");
    let secrets = dir.path().join("integrations-proxy.db.demo-secrets.json");
    for file in [&secrets, &dir.path().join("integrations-proxy.db")] {
        let mode =
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(file).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600, "{}", file.display());
    }
    let before = fs::read(&secrets).unwrap();
    start(demo()).terminate();
    assert_eq!(fs::read(&secrets).unwrap(), before);
}

#[test]
fn what_is_missing_is_said_in_one_sentence() {
    let dir = TempDir::new().unwrap();
    for (arguments, said) in [
        (vec![], "SESSION_SECRET is missing"),
        (
            vec!["--demo", "--listen", "0.0.0.0:0"],
            "LISTEN must be a loopback address",
        ),
        (vec!["rotate-key"], "ENCRYPTION_KEY is missing"),
        (
            vec![
                "--demo",
                "--activecampaign-hosts",
                "api-eu1.com,https://x.example",
            ],
            "ACTIVECAMPAIGN_HOSTS: \"https://x.example\" is not a domain such as api-eu1.com",
        ),
    ] {
        let output = program(dir.path()).args(&arguments).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success());
        assert!(
            stderr.contains(said) && stderr.lines().count() == 1,
            "{stderr}"
        );
        assert!(output.stdout.is_empty());
    }
    assert_eq!(
        fs::read_dir(dir.path()).unwrap().count(),
        0,
        "nothing was made"
    );
}

#[test]
fn rotate_key_makes_no_database_of_a_mistyped_path() {
    let dir = TempDir::new().unwrap();
    let mut command = program(dir.path());
    let key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    let output = command
        .arg("rotate-key")
        .env("ENCRYPTION_KEY", key)
        .output();
    let output = output.unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("there is no database"), "{said}");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}
