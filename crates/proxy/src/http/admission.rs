use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Error;

/// Maximum number of full-size bodies in memory; further requests wait before their body is read.
const LARGEST_AT_ONCE: usize = 4;
/// Bytes per semaphore permit; tokio's semaphore counts in 32 bits.
const PIECE: usize = 1024;

/// Limits the memory of submitted bodies and the number of concurrent parsers.
#[derive(Clone, Debug)]
pub struct Admission {
    room: Arc<Semaphore>,
    readers: Arc<Semaphore>,
}

impl Admission {
    /// Limits for bodies of up to `largest` bytes.
    #[must_use]
    pub fn new(largest: usize) -> Self {
        let readers = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            room: Arc::new(Semaphore::new(LARGEST_AT_ONCE * largest.div_ceil(PIECE))),
            readers: Arc::new(Semaphore::new(readers)),
        }
    }

    /// Waits until there is memory for a body of `bytes`.
    pub(super) async fn room_for(&self, bytes: usize) -> Result<OwnedSemaphorePermit, Error> {
        let pieces = u32::try_from(bytes.div_ceil(PIECE)).unwrap_or(u32::MAX);
        let room = Arc::clone(&self.room).acquire_many_owned(pieces).await;
        room.map_err(|closed| Error::Internal(closed.into()))
    }

    /// Runs a long computation on a blocking thread; at most one per processor at a time.
    pub(super) async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let turn = Arc::clone(&self.readers).acquire_owned().await;
        let turn = turn.map_err(|closed| Error::Internal(closed.into()))?;
        let work = move || {
            let done = work();
            drop(turn);
            done
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|failed| Error::Internal(failed.into()))
    }
}
