//! HTTP requests of the test itself, without the browser.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// A response.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body; `null` when it is not JSON.
    pub body: Value,
    head: String,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

/// Sends a request to a program of the [`Stack`](super::Stack).
pub fn ask(method: &str, url: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
    let rest = url.strip_prefix("http://").expect("an http URL");
    let (host, path) = rest.split_once('/').expect("a URL with a path");
    // HTTP/1.0: no chunked encoding, and the connection closes after the response.
    let mut request = format!("{method} /{path} HTTP/1.0\r\nHost: {host}\r\n");
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    let body = body.map(Value::to_string).unwrap_or_default();
    if !body.is_empty() {
        let length = body.len();
        request += &format!("Content-Type: application/json\r\nContent-Length: {length}\r\n");
    }
    request += &format!("\r\n{body}");

    let mut stream = TcpStream::connect(host).expect("the program listens");
    let patience = Some(Duration::from_secs(15));
    stream.set_read_timeout(patience).expect("a time is a time");
    stream.write_all(request.as_bytes()).expect("it is taken");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it is answered");
    let (head, body) = answer.split_once("\r\n\r\n").expect("HTTP");
    let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
    Answer {
        status: status.expect("a status"),
        body: serde_json::from_str(body).unwrap_or_default(),
        head: head.to_owned(),
    }
}
