use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::super::failure;

/// Whether the last write succeeded. Counts failures of the database only.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Health(Arc<AtomicBool>);

impl Health {
    /// Records the result of a write.
    pub(super) fn note<T>(&self, done: &sqlx::Result<T>) {
        match done {
            Ok(_) => self.0.store(false, Ordering::Relaxed),
            Err(error) if failure::is_unavailable(error) => self.0.store(true, Ordering::Relaxed),
            Err(_) => {}
        }
    }

    pub fn is_failing(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
