//! Which calls opened a connection. Such a call may reach the server long after it began: a name is
//! looked up, a connection made and TLS agreed on before anything of it is sent.

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
    /// Makes a call, and notes whether it opens a connection.
    pub async fn watch<T>(self, call: impl Future<Output = T>) -> T {
        CALL.scope(self, call).await
    }

    /// Whether it has opened one so far.
    pub fn is_cold(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// For the client's connector, which is polled as a part of the call.
    pub fn layer<R>() -> MapRequestLayer<fn(R) -> R> {
        MapRequestLayer::new(note as fn(R) -> R)
    }
}

/// A call begins to open a connection.
fn note<R>(request: R) -> R {
    // Outside of a call nobody waits for it.
    let _ = CALL.try_with(|cold| cold.0.store(true, Ordering::Relaxed));
    request
}
