//! Waits for conditions.

use std::fmt::Display;
use std::panic::Location;
use std::time::{Duration, Instant};

/// Timeout of a condition. Long, because test machines are busy.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(30);

/// Retries until `attempt` succeeds, and returns its result. After 30 seconds the test fails with
/// `what` and the last error.
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

/// As [`eventually`], for a step at the source location `at`.
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
