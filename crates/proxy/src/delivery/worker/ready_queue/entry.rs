use std::time::Duration;

use tokio::time::Instant;

use crate::{
    limits::Patience,
    store::{CustomerKey, QueueEntry},
};

#[derive(Debug)]
pub struct Entry {
    pub entry: QueueEntry,
    pub state: State,
    pub started: Instant,
    pub failures: Option<Failures>,
    /// Time of the last failure, of any cause.
    pub failed_at: Option<Instant>,
}

/// Consecutive failures whose cause may be the entry itself.
#[derive(Clone, Copy, Debug)]
pub struct Failures {
    pub number: u32,
    pub since: Instant,
}

#[derive(Clone, Copy, Debug)]
pub enum State {
    Ready,
    Resting(Instant),
    InFlight,
}

impl Entry {
    pub fn new(entry: QueueEntry, now_ms: i64, patience: &Patience) -> Self {
        let now = Instant::now();
        // Limited to the longest rest, because the clock that wrote the time may have been ahead.
        let rest = entry.tries.next_at.map_or(0, |at| at - now_ms);
        let rest = duration(rest).min(patience.longest_own);
        let failures = entry.tries.failing_since.map(|since| Failures {
            number: entry.tries.attempts,
            since: now.checked_sub(duration(now_ms - since)).unwrap_or(now),
        });
        Self {
            entry,
            state: match rest.is_zero() {
                true => State::Ready,
                false => State::Resting(now + rest),
            },
            started: now,
            failures,
            failed_at: None,
        }
    }

    pub fn customers(&self) -> impl Iterator<Item = &CustomerKey> + Clone {
        let other = self.entry.other_customer.iter();
        std::iter::once(&self.entry.customer).chain(other)
    }

    /// Until when the entry blocks its customers; `None` as long as it is present.
    pub fn blocks_until(&self, patience: &Patience) -> Option<Instant> {
        let failures = self.failures?;
        Some(failures.since + patience.own_customer)
    }
}

pub(super) fn duration(milliseconds: i64) -> Duration {
    Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0))
}
