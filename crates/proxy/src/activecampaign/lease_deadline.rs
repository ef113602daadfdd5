use std::sync::Arc;

use parking_lot::Mutex;
use tokio::time::Instant;

/// Until when an account queue's calls may begin. It closes by itself, by this machine's own clock:
/// a proxy that cannot reach the database any more stops before others go on in its place.
#[derive(Clone, Debug)]
pub struct LeaseDeadline(Arc<Mutex<Instant>>);

impl LeaseDeadline {
    /// Open until then.
    #[must_use]
    pub fn new(until: Instant) -> Self {
        Self(Arc::new(Mutex::new(until)))
    }

    /// Stays open for longer.
    pub fn extend(&self, until: Instant) {
        let mut before = self.0.lock();
        *before = (*before).max(until);
    }

    /// Whether a call may begin.
    #[must_use]
    pub fn is_open(&self) -> bool {
        Instant::now() < self.until()
    }

    /// When it closes.
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
    async fn it_closes_by_itself_and_is_never_made_shorter() {
        let deadline = LeaseDeadline::new(Instant::now() + Duration::from_secs(3));
        deadline.extend(Instant::now() + Duration::from_secs(2));
        tokio::time::advance(Duration::from_millis(2500)).await;
        assert!(deadline.is_open());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(!deadline.is_open());
    }
}
