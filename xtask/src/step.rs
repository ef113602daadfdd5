//! Steps that print their name and duration.

use std::time::Instant;

use anyhow::{Context, Result};

/// Prints `what`, runs `work`, and prints its duration.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    announce(what);
    let start = Instant::now();
    let done = work().with_context(|| format!("step failed: {what}"))?;
    eprintln!("    took {:.1} s", start.elapsed().as_secs_f64());
    Ok(done)
}

/// Prints the next step.
pub fn announce(what: &str) {
    eprintln!("==> {what}");
}
