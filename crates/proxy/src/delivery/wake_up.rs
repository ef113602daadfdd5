use futures_util::FutureExt;
use tokio::sync::Notify;

/// Notifies a worker of a change. A notification is kept until it is taken.
#[derive(Debug, Default)]
pub(super) struct WakeUp(Notify);

impl WakeUp {
    pub fn set(&self) {
        self.0.notify_one();
    }

    /// Takes a pending notification. Returns whether there was one.
    pub fn take(&self) -> bool {
        self.0.notified().now_or_never().is_some()
    }

    /// Waits for a notification, and takes it.
    pub async fn wait(&self) {
        self.0.notified().await;
    }
}
