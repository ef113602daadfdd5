//! The failures of entries.

use std::time::Duration;

use tokio::time::Instant;

use super::{
    ReadyQueue,
    entry::{Failures, State},
};
use crate::{
    delivery::policy::backoff,
    store::{Cursor, Tries},
};

impl ReadyQueue {
    /// Counts a failure whose cause may be the entry itself, and lets the entry rest with a growing
    /// wait. Returns the values to persist.
    pub fn failed(&mut self, cursor: Cursor, now: Instant, now_ms: i64) -> Option<Tries> {
        self.in_flight.remove(&cursor);
        let entry = self.entries.get_mut(&cursor)?;
        entry.failed_at = Some(now);
        let failures = entry.failures.get_or_insert(Failures {
            number: 0,
            since: entry.started,
        });
        let longest = self.patience.longest_own.min(self.patience.longest);
        let wait = backoff::delay(&self.patience, failures.number).min(longest);
        failures.number += 1;
        entry.state = State::Resting(now + wait);
        Some(Tries {
            attempts: failures.number,
            failing_since: Some(now_ms - milliseconds(now.duration_since(failures.since))),
            next_at: Some(now_ms + milliseconds(wait)),
        })
    }

    /// Whether an entry failed so often, and for so long, that it may become a dead letter.
    pub fn is_exhausted(&self, cursor: Cursor, now: Instant) -> bool {
        let failures = self.entries.get(&cursor).and_then(|entry| entry.failures);
        failures.is_some_and(|failures| {
            let time = now.duration_since(failures.since);
            let patience = &self.patience;
            (failures.number >= patience.tries && time >= patience.doubt)
                || (failures.number >= 2 && time >= patience.own_customer)
        })
    }

    /// Number of consecutive failures of an entry.
    pub fn failures(&self, cursor: Cursor) -> u32 {
        let failures = self.entries.get(&cursor).and_then(|entry| entry.failures);
        failures.map_or(0, |failures| failures.number)
    }

    /// Time of the first of the consecutive failures of an entry.
    pub fn failing_since(&self, cursor: Cursor) -> Option<Instant> {
        let failures = self.entries.get(&cursor)?.failures?;
        Some(failures.since)
    }

    /// Time of an entry's last failure, of any cause.
    pub fn failed_at(&self, cursor: Cursor) -> Option<Instant> {
        self.entries.get(&cursor)?.failed_at
    }

    /// Number of failing entries.
    pub fn failing(&self) -> usize {
        let entries = self.entries.values();
        entries.filter(|entry| entry.failures.is_some()).count()
    }

    /// Resets the failures of all entries, because the entries did not cause them.
    pub fn forgive(&mut self) {
        for entry in self.entries.values_mut() {
            entry.failures = None;
        }
    }
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
