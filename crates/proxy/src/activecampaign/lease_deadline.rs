use std::sync::Arc;

use parking_lot::Mutex;
use tokio::time::Instant;

/// The time until which an account queue may start calls. It passes by this machine's own clock, so
/// that a proxy without access to the database stops before others take over its queues.
#[derive(Clone, Debug)]
pub struct LeaseDeadline(Arc<Mutex<Instant>>);

impl LeaseDeadline {
    /// Open until this time.
    #[must_use]
    pub fn new(until: Instant) -> Self {
        Self(Arc::new(Mutex::new(until)))
    }

    /// Moves the deadline to a later time. An earlier time has no effect.
    pub fn extend(&self, until: Instant) {
        let mut before = self.0.lock();
        *before = (*before).max(until);
    }

    /// Whether a call may start.
    #[must_use]
    pub fn is_open(&self) -> bool {
        Instant::now() < self.until()
    }

    /// The deadline.
    #[must_use]
    pub fn until(&self) -> Instant {
        *self.0.lock()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_deadline_passes_by_itself_and_is_never_shortened() {
        let deadline = LeaseDeadline::new(Instant::now() + Duration::from_secs(3));
        deadline.extend(Instant::now() + Duration::from_secs(2));
        tokio::time::advance(Duration::from_millis(2500)).await;
        assert!(deadline.is_open());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(!deadline.is_open());
    }
}
