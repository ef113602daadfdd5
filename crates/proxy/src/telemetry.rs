//! What is written for the operator: logs on stderr, one line on stdout. Neither ever stops the
//! work: both leave by threads of their own, and what cannot be written is counted and dropped.

mod lines;

use std::{
    io::{self, IsTerminal},
    panic,
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use clap::ValueEnum;
use tracing_subscriber::{EnvFilter, fmt};

use lines::Lines;

static STDERR: LazyLock<Lines> = LazyLock::new(|| Lines::to(io::stderr(), &DROPPED));
static STDOUT: LazyLock<Lines> = LazyLock::new(|| Lines::to(io::stdout(), &DROPPED));
static DROPPED: AtomicU64 = AtomicU64::new(0);

/// The shape of log lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// A JSON object a line, for programs.
    Json,
}

/// Sends log lines and panics to stderr; `RUST_LOG` chooses which lines, `info` by default.
pub fn init(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = fmt()
        .with_env_filter(filter)
        .with_writer(|| &*STDERR)
        .with_ansi(format == LogFormat::Text && io::stderr().is_terminal())
        // They would be written to stderr past the writer.
        .log_internal_errors(false);
    match format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
    // The standard hook waits for a stderr that nobody reads.
    panic::set_hook(Box::new(|info| {
        let message = info.payload_as_str().unwrap_or_default();
        let location = info.location().map(ToString::to_string);
        tracing::error!(message, location, "panic");
    }));
}

/// One line on stdout, where scripts wait for it.
pub fn say(line: &str) {
    STDOUT.send(format!("{line}\n").into_bytes());
}

/// Why the program stops, with every cause, as the last line on stderr.
pub fn complain(error: &anyhow::Error, format: LogFormat) {
    let message = format!("integrations-proxy: {error:#}").replace('\n', "; ");
    let line = match format {
        LogFormat::Text => message,
        LogFormat::Json => {
            let (level, timestamp) = ("ERROR", crate::clock::now());
            serde_json::json!({ "timestamp": timestamp, "level": level, "message": message })
                .to_string()
        }
    };
    STDERR.send(format!("{line}\n").into_bytes());
}

/// Waits until every line is written, for a second at most: a reader may be gone or asleep.
pub fn flush() {
    STDOUT.flush();
    STDERR.flush();
}

/// How many lines were dropped since this was asked last.
pub fn take_dropped_lines() -> u64 {
    DROPPED.swap(0, Ordering::Relaxed)
}
