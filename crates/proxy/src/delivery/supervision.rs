//! Supervision of tasks: a panic ends one task, and not the proxy or the worker that needs it.

use std::{any::Any, panic::AssertUnwindSafe, time::Duration};

use futures_util::FutureExt;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// Wait before the restart of a task that panicked.
const AFTER_PANIC: Duration = Duration::from_secs(1);

/// A task panicked. The panic is already logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Panicked;

/// Runs a future to its end. Logs a panic and returns it as an error.
///
/// State shared with other tasks stays usable: locks here are not poisoned, and the database is
/// changed in transactions.
pub(super) async fn caught<T>(
    what: &'static str,
    work: impl Future<Output = T>,
) -> Result<T, Panicked> {
    AssertUnwindSafe(work)
        .catch_unwind()
        .await
        .map_err(|panic| {
            tracing::error!(what, panic = message(panic.as_ref()), "panicked");
            Panicked
        })
}

/// Runs a background task until it ends by itself. Restarts it after a panic, unless the proxy
/// stops.
pub(super) async fn supervised<F: Future<Output = ()>>(
    what: &'static str,
    stopping: CancellationToken,
    work: impl Fn() -> F,
) {
    while caught(what, work()).await.is_err() {
        tokio::select! {
            () = stopping.cancelled() => return,
            () = sleep(AFTER_PANIC) => {}
        }
    }
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::time::Instant;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_task_that_panics_restarts_after_a_wait() {
        let runs = AtomicU32::new(0);
        let began = Instant::now();
        let task = || async {
            if runs.fetch_add(1, Ordering::Relaxed) < 3 {
                panic!("for the test");
            }
        };
        supervised("test", CancellationToken::new(), task).await;
        assert_eq!(runs.into_inner(), 4);
        assert!(began.elapsed() >= AFTER_PANIC * 3, "each restart waits");
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_panics_does_not_delay_the_shutdown() {
        let stopping = CancellationToken::new();
        stopping.cancel();
        supervised("test", stopping, || async { panic!("for the test") }).await;
    }
}
