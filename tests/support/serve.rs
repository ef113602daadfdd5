//! Serves pages of the test itself.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;

/// Serves one page on its own origin for the duration of the test, with a policy as strict as the
/// panel's. Returns the origin.
pub fn serve(page: impl Into<String>) -> String {
    serve_under("default-src 'self'".to_owned(), page.into())
}

/// As [`serve`], for a page that frames another page, which its policy allows.
pub fn serve_around(framed: &str) -> String {
    let page = format!("<title>x</title><iframe src=\"{framed}\"></iframe>");
    serve_under(format!("default-src 'self'; frame-src {framed}"), page)
}

fn serve_under(policy: String, page: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("a bound address");
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            // Ignore a browser that disconnects early.
            let _ = stream.read(&mut [0; 4096]);
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\
                 Content-Security-Policy: {policy}\r\nConnection: close\r\n\r\n{page}",
            );
        }
    });
    format!("http://{address}")
}
