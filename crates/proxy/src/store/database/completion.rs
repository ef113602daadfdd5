use std::future::Future;

use tracing::Instrument;

/// Runs database work to completion on its own task, even if the caller is dropped. The only place
/// where database work starts.
pub(super) async fn run<T: Send + 'static>(
    work: impl Future<Output = sqlx::Result<T>> + Send + 'static,
) -> sqlx::Result<T> {
    tokio::spawn(work.in_current_span())
        .await
        .unwrap_or_else(|error| {
            tracing::error!(%error, "database task failed");
            Err(sqlx::Error::WorkerCrashed)
        })
}

/// Starts work in the background. Without a runtime, the work is dropped and its connection closed.
pub(super) fn start(work: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        runtime.spawn(work);
    }
}
