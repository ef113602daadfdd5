//! Detects calls that opened a connection. Such a call may reach the server long after its start,
//! because the DNS lookup, the connection and the TLS handshake come first.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tower::util::MapRequestLayer;

tokio::task_local! {
    static CALL: Cold;
}

/// Whether a call opened a connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Cold(Arc<AtomicBool>);

impl Cold {
    /// Runs a call and records whether it opens a connection.
    pub async fn watch<T>(self, call: impl Future<Output = T>) -> T {
        CALL.scope(self, call).await
    }

    /// Whether the call has opened a connection so far.
    pub fn is_cold(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// A layer for the connector of the HTTP client, which is polled as part of the call.
    pub fn layer<R>() -> MapRequestLayer<fn(R) -> R> {
        MapRequestLayer::new(note as fn(R) -> R)
    }
}

/// Records that the current call opens a connection.
fn note<R>(request: R) -> R {
    // The HTTP client may also open a connection outside of a call; that is not recorded.
    let _ = CALL.try_with(|cold| cold.0.store(true, Ordering::Relaxed));
    request
}
