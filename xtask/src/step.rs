//! Steps that say what they do and how long they took.

use std::time::Instant;

use anyhow::{Context, Result};

/// Announces `what`, does the work, and says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    announce(what);
    let start = Instant::now();
    let done = work().with_context(|| format!("step failed: {what}"))?;
    eprintln!("    took {:.1} s", start.elapsed().as_secs_f64());
    Ok(done)
}

/// Says what comes next.
pub fn announce(what: &str) {
    eprintln!("==> {what}");
}
