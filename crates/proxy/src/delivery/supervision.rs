//! A panic ends one piece of work, never what depends on it.

use std::{any::Any, panic::AssertUnwindSafe, time::Duration};

use futures_util::FutureExt;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// How long a task that panicked is left alone before it begins anew.
const AFTER_PANIC: Duration = Duration::from_secs(1);

/// A piece of work panicked; that was logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Panicked;

/// Runs some work to its end, or to its panic, which is logged.
///
/// What the work shares with others stays usable: locks here are not poisoned, and the database is
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

/// Runs a task of the background until it ends by itself. After a panic it begins anew, a little
/// later; not when the proxy stops.
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
    async fn a_task_that_panics_begins_anew_a_little_later() {
        let runs = AtomicU32::new(0);
        let began = Instant::now();
        let task = || async {
            if runs.fetch_add(1, Ordering::Relaxed) < 3 {
                panic!("for the test");
            }
        };
        supervised("test", CancellationToken::new(), task).await;
        assert_eq!(runs.into_inner(), 4);
        assert!(began.elapsed() >= AFTER_PANIC * 3, "no hot loop");
    }

    #[tokio::test(start_paused = true)]
    async fn a_task_that_panics_does_not_hold_up_the_stop() {
        let stopping = CancellationToken::new();
        stopping.cancel();
        supervised("test", stopping, || async { panic!("for the test") }).await;
    }
}
