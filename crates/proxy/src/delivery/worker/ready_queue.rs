use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    time::Duration,
};

use tokio::time::Instant;

use crate::{
    delivery::policy::backoff,
    limits::Patience,
    store::{Cursor, CustomerKey, QueueEntry, Tries},
};

/// The front of an account queue: entries that wait, are in flight, or may start.
///
/// The entries of one customer are sent in order: an entry does not start while an earlier entry of
/// the same customer is present, unless the earlier one has failed for longer than it may block
/// others. It never blocks entries of other customers.
#[derive(Debug)]
pub(super) struct ReadyQueue {
    patience: Patience,
    entries: BTreeMap<Cursor, Entry>,
    /// Where each is.
    cursors: HashMap<i64, Cursor>,
    in_flight: BTreeSet<Cursor>,
    /// The last cursor that was fetched of each part.
    ends: [Cursor; 2],
}

#[derive(Debug)]
struct Entry {
    entry: QueueEntry,
    state: State,
    started: Instant,
    failures: Option<Failures>,
    /// Time of the last failure, of any cause.
    failed_at: Option<Instant>,
}

/// Consecutive failures whose cause may be the entry itself.
#[derive(Clone, Copy, Debug)]
struct Failures {
    number: u32,
    since: Instant,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Ready,
    Resting(Instant),
    InFlight,
}

/// A part of the account queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// New items.
    New,
    /// Old orders.
    Old,
}

impl ReadyQueue {
    pub fn new(patience: Patience) -> Self {
        Self {
            patience,
            entries: BTreeMap::new(),
            cursors: HashMap::new(),
            in_flight: BTreeSet::new(),
            ends: [Cursor::default(), Cursor::OLD],
        }
    }

    /// The last cursor that was fetched of this part.
    pub fn end(&self, part: Part) -> Cursor {
        self.ends[part as usize]
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Looks at the old orders from the first one on: one of an earlier date may have come.
    pub fn rewind_old(&mut self) {
        self.ends[Part::Old as usize] = Cursor::OLD;
    }

    /// Adds what comes next in a part of the account queue. What is here already, and was moved to
    /// a later place meanwhile, keeps its place; in an earlier one it leaves earlier.
    pub fn extend(&mut self, part: Part, entries: Vec<QueueEntry>, now_ms: i64) {
        for entry in entries {
            let end = &mut self.ends[part as usize];
            *end = (*end).max(entry.cursor);
            let place = entry.cursor;
            match self.cursors.get(&place.id) {
                None => {
                    let entry = Entry::new(entry, now_ms, &self.patience);
                    self.entries.insert(place, entry);
                    self.cursors.insert(place.id, place);
                }
                Some(before) if place < *before && !self.in_flight.contains(before) => {
                    if let Some(mut moved) = self.entries.remove(before) {
                        moved.entry = entry;
                        self.entries.insert(place, moved);
                    }
                    self.cursors.insert(place.id, place);
                }
                Some(_) => {}
            }
        }
    }

    /// Takes the first that may start. One old order at a time, and only while nothing new is
    /// under way: what is new shares the rate with one call at most.
    pub fn start(&mut self, now: Instant) -> Option<Cursor> {
        let cursor = self.first(now)?;
        let entry = self.entries.get_mut(&cursor)?;
        (entry.state, entry.started) = (State::InFlight, now);
        self.in_flight.insert(cursor);
        Some(cursor)
    }

    fn first(&self, now: Instant) -> Option<Cursor> {
        let blocks = |entry: &Entry| {
            let until = entry.blocks_until(&self.patience);
            until.is_none_or(|until| now < until)
        };
        let mut busy: HashSet<&CustomerKey> = HashSet::new();
        for entry in self.in_flight.iter().filter_map(|it| self.entries.get(it)) {
            if blocks(entry) {
                busy.extend(entry.persons());
            }
        }
        for (cursor, entry) in &self.entries {
            if cursor.is_old() && !self.in_flight.is_empty() {
                return None;
            }
            let persons = entry.persons();
            let is_blocked = persons.clone().any(|person| busy.contains(person));
            let is_ready = match entry.state {
                State::Ready => true,
                State::Resting(until) => until <= now,
                State::InFlight => false,
            };
            if is_ready && !is_blocked {
                return Some(*cursor);
            }
            if blocks(entry) {
                busy.extend(persons);
            }
        }
        None
    }

    /// Removes an entry whose item no longer waits.
    pub fn remove(&mut self, cursor: Cursor) {
        self.entries.remove(&cursor);
        self.cursors.remove(&cursor.id);
        self.in_flight.remove(&cursor);
    }

    /// Lets an entry rest, without counting a failure.
    pub fn rest(&mut self, cursor: Cursor, until: Instant) {
        self.in_flight.remove(&cursor);
        if let Some(entry) = self.entries.get_mut(&cursor) {
            entry.state = State::Resting(until);
        }
    }

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

impl Entry {
    fn new(entry: QueueEntry, now_ms: i64, patience: &Patience) -> Self {
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

    fn persons(&self) -> impl Iterator<Item = &CustomerKey> + Clone {
        let other = self.entry.other_customer.iter();
        std::iter::once(&self.entry.customer).chain(other)
    }

    /// Until when the entry blocks its customers; `None` as long as it is present.
    fn blocks_until(&self, patience: &Patience) -> Option<Instant> {
        let failures = self.failures?;
        Some(failures.since + patience.own_customer)
    }
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn duration(milliseconds: i64) -> Duration {
    Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0))
}

#[cfg(test)]
mod tests;
