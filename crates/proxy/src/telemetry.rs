//! Output for the operator: log lines on stderr, one line on stdout. Output never blocks the work:
//! separate threads write it, and lines that cannot be written are counted and dropped.

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

/// The format of log lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// Human-readable.
    #[default]
    Text,
    /// One JSON object per line.
    Json,
}

/// Sends log lines and panics to stderr; `RUST_LOG` filters the lines, `info` by default.
pub fn init(format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = fmt()
        .with_env_filter(filter)
        .with_writer(|| &*STDERR)
        .with_ansi(format == LogFormat::Text && io::stderr().is_terminal())
        // Such errors would bypass the writer and block on stderr.
        .log_internal_errors(false);
    match format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
    // The standard hook blocks on a stderr that nobody reads.
    panic::set_hook(Box::new(|info| {
        let message = info.payload_as_str().unwrap_or_default();
        let location = info.location().map(ToString::to_string);
        tracing::error!(message, location, "panic");
    }));
}

/// Prints one line on stdout; scripts wait for it.
pub fn say(line: &str) {
    STDOUT.send(format!("{line}\n").into_bytes());
}

/// Logs the error that ends the program, with every cause, as the last line on stderr.
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

/// Waits until every line is written, at most one second, because the reader may be gone or
/// blocked.
pub fn flush() {
    STDOUT.flush();
    STDERR.flush();
}

/// Number of lines dropped since the last call.
pub fn take_dropped_lines() -> u64 {
    DROPPED.swap(0, Ordering::Relaxed)
}
