mod entry;
mod failures;
mod rest;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use tokio::time::Instant;

use crate::{
    limits::Patience,
    store::{Cursor, CustomerKey, QueueEntry},
};
use entry::{Entry, State};

/// The front of an account queue: entries that wait, are in flight, or may start.
///
/// The entries of one customer are sent in order: an entry does not start while an earlier entry of
/// the same customer is present, unless the earlier one has failed for longer than it may block
/// others. It never blocks entries of other customers.
#[derive(Debug)]
pub(super) struct ReadyQueue {
    patience: Patience,
    entries: BTreeMap<Cursor, Entry>,
    /// The cursor of each entry, by the row id.
    cursors: HashMap<i64, Cursor>,
    in_flight: BTreeSet<Cursor>,
    /// The last cursor that was fetched of each part.
    ends: [Cursor; 2],
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

    /// Fetches the old orders from the first one again: an order of an earlier date may have
    /// arrived.
    pub fn rewind_old(&mut self) {
        self.ends[Part::Old as usize] = Cursor::OLD;
    }

    /// Adds the next entries of a part of the account queue. An entry that is present already moves
    /// to an earlier position, but never to a later one.
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

    /// Starts the first entry that may start. An old order starts only while nothing is in flight,
    /// so that new items share the rate with one call at most.
    pub fn start(&mut self, now: Instant) -> Option<Cursor> {
        let cursor = self.first(now)?;
        let entry = self.entries.get_mut(&cursor)?;
        (entry.state, entry.started) = (State::InFlight, now);
        self.in_flight.insert(cursor);
        Some(cursor)
    }

    /// The first entry that may start.
    fn first(&self, now: Instant) -> Option<Cursor> {
        let blocks = |entry: &Entry| {
            let until = entry.blocks_until(&self.patience);
            until.is_none_or(|until| now < until)
        };
        let mut busy: HashSet<&CustomerKey> = HashSet::new();
        for entry in self.in_flight.iter().filter_map(|it| self.entries.get(it)) {
            if blocks(entry) {
                busy.extend(entry.customers());
            }
        }
        for (cursor, entry) in &self.entries {
            if cursor.is_old() && !self.in_flight.is_empty() {
                return None;
            }
            let customers = entry.customers();
            let is_blocked = customers.clone().any(|customer| busy.contains(customer));
            let is_ready = match entry.state {
                State::Ready => true,
                State::Resting(until) => until <= now,
                State::InFlight => false,
            };
            if is_ready && !is_blocked {
                return Some(*cursor);
            }
            if blocks(entry) {
                busy.extend(customers);
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
}
