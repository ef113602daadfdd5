use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

/// Tells a lane that something changed.
#[derive(Debug, Default)]
pub(super) struct Poke {
    pending: Mutex<bool>,
    /// Wakes the lane where it waits.
    pub notify: Notify,
}

impl Poke {
    pub fn set(&self) {
        *self.pending.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.notify.notify_one();
    }

    /// Whether it was poked since.
    pub fn take(&self) -> bool {
        std::mem::take(&mut *self.pending.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
