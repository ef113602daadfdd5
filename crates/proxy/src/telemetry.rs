//! What is said to the operator: logs on stderr, one line on stdout.

use std::io::{self, IsTerminal, Write};

use tracing_subscriber::EnvFilter;

/// Sends log lines to stderr; `RUST_LOG` chooses which, `info` by default.
pub fn init() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
}

/// One line on stdout, where scripts wait for it. A closed stdout is no reason to stop.
pub fn say(line: &str) {
    let mut out = io::stdout();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// Why the program stops, with every cause, on stderr.
pub fn complain(error: &anyhow::Error) {
    let _ = writeln!(io::stderr(), "integrations-proxy: {error:#}");
}
