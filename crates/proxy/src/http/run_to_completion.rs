use std::future::Future;

use tracing::Instrument;

use crate::error::Error;

/// Runs a write to completion in its own task. When a client disconnects or a request times out,
/// its future is dropped at the current await; the steps after the write (waking the account queue,
/// adding a log row) would be skipped.
pub(super) async fn run_to_completion<T: Send + 'static>(
    write: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Error> {
    tokio::spawn(write.in_current_span())
        .await
        .unwrap_or_else(|error| Err(Error::Internal(error.into())))
}
