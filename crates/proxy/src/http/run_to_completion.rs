use std::future::Future;

use tracing::Instrument;

use crate::error::Error;

/// Runs a write to its end, whoever asked for it. When a client hangs up, or a request's time is
/// over, its future is dropped where it stands: what follows the write (an account queue that is
/// woken, a row of the log) would be left out.
pub(super) async fn run_to_completion<T: Send + 'static>(
    write: impl Future<Output = Result<T, Error>> + Send + 'static,
) -> Result<T, Error> {
    tokio::spawn(write.in_current_span())
        .await
        .unwrap_or_else(|error| Err(Error::Internal(error.into())))
}
