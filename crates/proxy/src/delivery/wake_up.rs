use futures_util::FutureExt;
use parking_lot::Mutex;
use tokio::sync::Notify;

use crate::activecampaign::Cancellation;

/// Notifies a worker of a change. A notification is kept until it is taken.
#[derive(Debug, Default)]
pub(super) struct WakeUp {
    notify: Notify,
    /// Cancels the calls of the present run.
    run: Mutex<Cancellation>,
}

impl WakeUp {
    pub fn set(&self) {
        self.notify.notify_one();
    }

    /// Prevents further calls of the present run, and notifies the worker.
    pub fn restart(&self) {
        self.run.lock().shut();
        self.set();
    }

    /// Takes the pending notification before a new run. Whatever the run reads afterwards may
    /// change: then these calls are cancelled.
    pub fn begin_run(&self, calls: &Cancellation) {
        *self.run.lock() = calls.clone();
        self.take();
    }

    /// Takes a pending notification. Returns whether there was one.
    pub fn take(&self) -> bool {
        self.notify.notified().now_or_never().is_some()
    }

    /// Waits for a notification, and takes it.
    pub async fn wait(&self) {
        self.notify.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::WakeUp;
    use crate::activecampaign::Cancellation;

    #[test]
    fn a_restart_ends_the_calls_of_the_present_run_and_of_no_later_one() {
        let (wake_up, first, second) = (
            WakeUp::default(),
            Cancellation::default(),
            Cancellation::default(),
        );
        wake_up.begin_run(&first);
        wake_up.restart();
        assert!(first.is_shut());
        assert!(wake_up.take(), "the worker is notified too");
        wake_up.begin_run(&second);
        assert!(!second.is_shut());
    }

    #[test]
    fn a_notification_ends_no_calls() {
        let (wake_up, calls) = (WakeUp::default(), Cancellation::default());
        wake_up.begin_run(&calls);
        wake_up.set();
        assert!(!calls.is_shut());
        assert!(wake_up.take());
    }
}
