//! The program: its output line, its address, its shutdown.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod support;

use std::{
    io::{BufRead, BufReader, Read},
    process::{Command, Stdio},
};

use support::Client;

#[tokio::test]
async fn the_program_says_where_it_listens_and_stops_when_told() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_activecampaign-sandbox"))
        .args(["--listen", "127.0.0.1:0", "--rate-limit", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(program.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let host = line
        .trim()
        .strip_prefix("activecampaign-sandbox listening on ")
        .unwrap()
        .to_owned();

    let client = Client::at(host, "shop");
    for _ in 0..10 {
        assert_eq!(client.get("users/me").await.status, 200, "no limit");
    }

    Command::new("kill")
        .args(["-TERM", &program.id().to_string()])
        .status()
        .unwrap();
    assert!(program.wait().unwrap().success());
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "", "one line and no more");
}
