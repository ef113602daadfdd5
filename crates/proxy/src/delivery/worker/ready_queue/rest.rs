//! When entries rest, and when they are ready again.

use tokio::time::Instant;

use super::{ReadyQueue, entry::State};
use crate::store::Cursor;

impl ReadyQueue {
    /// Lets an entry rest, without counting a failure.
    pub fn rest(&mut self, cursor: Cursor, until: Instant) {
        self.in_flight.remove(&cursor);
        if let Some(entry) = self.entries.get_mut(&cursor) {
            entry.state = State::Resting(until);
        }
    }

    /// Makes an entry ready for a new version of its item, without the failures of the earlier
    /// version.
    pub fn renew(&mut self, cursor: Cursor) {
        self.in_flight.remove(&cursor);
        if let Some(entry) = self.entries.get_mut(&cursor) {
            entry.failures = None;
            entry.state = State::Ready;
        }
    }

    /// Makes an entry ready again after a failure that it did not cause.
    pub fn again(&mut self, cursor: Cursor) {
        self.in_flight.remove(&cursor);
        if let Some(entry) = self.entries.get_mut(&cursor) {
            entry.failed_at = Some(Instant::now());
            entry.state = State::Ready;
        }
    }

    /// Makes all resting entries ready, because the cause of their rest is over.
    pub fn rested(&mut self) {
        for entry in self.entries.values_mut() {
            if let State::Resting(_) = entry.state {
                entry.state = State::Ready;
            }
        }
    }

    /// The next time at which an entry has rested, or no longer blocks its customer.
    pub fn next_rested(&self, now: Instant) -> Option<Instant> {
        let first = self.first(now).and_then(|first| self.entries.get(&first));
        if first.is_some_and(|entry| matches!(entry.state, State::Resting(_))) {
            return Some(now);
        }
        let times = self.entries.values().flat_map(|entry| {
            let resting = match entry.state {
                State::Resting(until) => Some(until),
                State::Ready | State::InFlight => None,
            };
            [resting, entry.blocks_until(&self.patience)]
        });
        // A rested entry that may not start waits for another one to end.
        times.flatten().filter(|until| *until > now).min()
    }
}
