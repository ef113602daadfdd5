//! Waiting for what is about to become so.

use std::fmt::Display;
use std::panic::Location;
use std::time::{Duration, Instant};

/// How long something may take before its test fails: long, because machines that test are busy.
const PATIENCE: Duration = Duration::from_secs(15);
const PAUSE: Duration = Duration::from_millis(30);

/// Tries until `attempt` succeeds, and returns what it found. After 15 seconds the test fails
/// with `what` and the last reason.
///
/// ```no_run
/// # async fn example(t: &mut super::Test) {
/// eventually("the page is the list", async || match t.path().await {
///     path if path == "/" => Ok(()),
///     path => Err(format!("it is {path}")),
/// })
/// .await;
/// # }
/// ```
#[track_caller]
pub fn eventually<T, E: Display>(
    what: &str,
    attempt: impl AsyncFnMut() -> Result<T, E>,
) -> impl Future<Output = T> {
    eventually_at(Location::caller(), what, attempt)
}

/// The same for a step that was written at `at`.
pub async fn eventually_at<T, E: Display>(
    at: &Location<'_>,
    what: &str,
    mut attempt: impl AsyncFnMut() -> Result<T, E>,
) -> T {
    let start = Instant::now();
    loop {
        match attempt().await {
            Ok(found) => return found,
            Err(reason) if start.elapsed() > PATIENCE => {
                panic!("{at}: {what}: {reason}")
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}
