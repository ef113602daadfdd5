//! Secrets come from the environment or from files, never from flags.

use std::{fs, path::Path, process::Command};

use reqwest::Client;
use tempfile::TempDir;

use crate::{
    program::{program, start},
    support::{SECRET, claims, sign},
};

const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
const OLD_SECRET: &str = "the secret before, which is 32 bytes too";
const NAMES: [&str; 5] = [
    "DATABASE_URL",
    "SESSION_SECRET",
    "SESSION_SECRET_PREVIOUS",
    "ENCRYPTION_KEY",
    "ENCRYPTION_KEY_PREVIOUS",
];

fn value(name: &str) -> &'static str {
    match name {
        "DATABASE_URL" => "sqlite://from-a-file.db",
        "SESSION_SECRET" => SECRET,
        "SESSION_SECRET_PREVIOUS" => OLD_SECRET,
        "ENCRYPTION_KEY" => KEY,
        _ => "//////////////////////////////////////////8=",
    }
}

/// The program with every secret in a file.
fn with_files(dir: &Path) -> Command {
    let mut command = program(dir);
    command.env("LISTEN", "127.0.0.1:0");
    command.env("SHUTDOWN_DELAY_SECONDS", "0");
    for (name, end) in NAMES.into_iter().zip(["\n", "\r\n", "", "\n", ""]) {
        let file = dir.join(name);
        fs::write(&file, format!("{}{end}", value(name))).unwrap();
        command.env(format!("{name}_FILE"), file);
    }
    command
}

/// The error of a failed start.
fn refused(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

#[tokio::test]
async fn secrets_are_read_from_files_without_the_line_break_at_their_end() {
    let dir = TempDir::new().unwrap();
    let program = start(with_files(dir.path()));
    assert!(dir.path().join("from-a-file.db").exists());
    let http = Client::builder().no_proxy().build().unwrap();
    for secret in [SECRET, OLD_SECRET] {
        let session = http.get(format!("{}/api/v1/session", program.base));
        let token = sign(&claims("a"), secret);
        let answer = session.bearer_auth(token).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
    program.terminate();
}

#[tokio::test]
async fn files_of_secrets_are_flags_too() {
    let dir = TempDir::new().unwrap();
    let mut command = program(dir.path());
    command.args(["--listen", "127.0.0.1:0", "--shutdown-delay-seconds", "0"]);
    for name in NAMES {
        let file = dir.path().join(name);
        fs::write(&file, value(name)).unwrap();
        let flag = name.to_lowercase().replace('_', "-");
        command.arg(format!("--{flag}-file")).arg(file);
    }
    start(command).terminate();
    assert!(dir.path().join("from-a-file.db").exists());
}

#[test]
fn a_secret_that_is_given_twice_is_an_error_that_names_both() {
    for name in NAMES {
        let dir = TempDir::new().unwrap();
        let mut command = with_files(dir.path());
        command.env(name, value(name));
        let said = refused(command);
        let both = format!("{name} and {name}_FILE");
        assert!(said.contains(&both), "{said}");
        assert!(!said.contains(value(name)), "{said}");
    }
}

#[test]
fn a_file_that_is_missing_or_empty_is_named() {
    for name in NAMES {
        let dir = TempDir::new().unwrap();
        let command = with_files(dir.path());
        let file = dir.path().join(name);
        fs::write(&file, "\n").unwrap();
        let said = refused(command);
        assert!(said.contains(&format!("{name}_FILE")), "{said}");
        let mut command = with_files(dir.path());
        command.env(format!("{name}_FILE"), dir.path().join("nowhere"));
        let said = refused(command);
        assert!(said.contains(&format!("{name}_FILE")), "{said}");
        assert!(said.contains("nowhere"), "{said}");
    }
}

#[tokio::test]
async fn an_empty_variable_is_none() {
    let dir = TempDir::new().unwrap();
    let mut command = with_files(dir.path());
    command.envs(NAMES.map(|name| (name, "")));
    start(command).terminate();
    let mut command = program(dir.path());
    command.env("LISTEN", "127.0.0.1:0");
    command.env("SHUTDOWN_DELAY_SECONDS", "0");
    command
        .env("SESSION_SECRET", SECRET)
        .env("ENCRYPTION_KEY", KEY);
    command.envs(NAMES.map(|name| (format!("{name}_FILE"), "")));
    start(command).terminate();
}

#[test]
fn no_flag_has_the_value_of_a_secret() {
    let dir = TempDir::new().unwrap();
    let help = program(dir.path()).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    for name in &NAMES[1..] {
        let flag = format!("--{}", name.to_lowercase().replace('_', "-"));
        assert!(help.contains(&format!("{flag}-file")), "{help}");
        let mut command = with_files(dir.path());
        command.arg(&flag).arg("s3cret-on-the-command-line");
        let said = refused(command);
        assert!(said.contains("unexpected argument"), "{said}");
        assert!(!said.contains("s3cret"), "{said}");
    }
    for url in [
        "postgres://u:s3cret@127.0.0.1:9/x",
        "postgres://u@127.0.0.1:9/x?password=s3cret",
    ] {
        let mut command = program(dir.path());
        command
            .env("SESSION_SECRET", SECRET)
            .env("ENCRYPTION_KEY", KEY);
        command.args(["--database-url", url]);
        let said = refused(command);
        assert!(
            said.contains("--database-url must not hold a password"),
            "{said}"
        );
        assert!(!said.contains("s3cret"), "{said}");
    }
}
