use futures_util::FutureExt;
use tokio::sync::Notify;

/// Tells an account queue that something changed. It is kept until it is taken.
#[derive(Debug, Default)]
pub(super) struct WakeUp(Notify);

impl WakeUp {
    pub fn set(&self) {
        self.0.notify_one();
    }

    /// Whether something changed since it was taken last.
    pub fn take(&self) -> bool {
        self.0.notified().now_or_never().is_some()
    }

    /// Waits until something changes, and takes it.
    pub async fn wait(&self) {
        self.0.notified().await;
    }
}
