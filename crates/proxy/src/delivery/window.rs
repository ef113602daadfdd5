use std::collections::{BTreeMap, HashSet};

use tokio::time::Instant;

use crate::store::{Cursor, CustomerKey, Ticket};

/// The front of a lane: what waits, what is in flight, and what may start.
///
/// What one person did leaves in order: nothing starts while something earlier of the same person
/// is here. Others are not held up by it.
#[derive(Debug, Default)]
pub(super) struct Window {
    entries: BTreeMap<Cursor, Entry>,
    ids: HashSet<i64>,
    end: Cursor,
}

#[derive(Debug)]
struct Entry {
    ticket: Ticket,
    state: State,
    failures: u32,
    denials: u32,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Ready,
    Resting(Instant),
    InFlight,
}

impl Window {
    /// Up to where the lane was looked at.
    pub fn end(&self) -> Cursor {
        self.end
    }

    /// How much is here.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Adds what comes next in the lane. What is here already, and was moved to a later place
    /// meanwhile, keeps its place.
    pub fn extend(&mut self, tickets: Vec<Ticket>) {
        for ticket in tickets {
            self.end = self.end.max(ticket.cursor);
            if self.ids.insert(ticket.cursor.id) {
                let entry = Entry {
                    ticket: ticket.clone(),
                    state: State::Ready,
                    failures: 0,
                    denials: 0,
                };
                self.entries.insert(ticket.cursor, entry);
            }
        }
    }

    /// Takes the first that may start.
    pub fn start(&mut self, now: Instant) -> Option<Cursor> {
        let mut busy: HashSet<&CustomerKey> = HashSet::new();
        let mut first = None;
        for (cursor, entry) in &self.entries {
            let persons = entry.persons();
            let is_blocked = persons.clone().any(|person| busy.contains(person));
            let is_ready = match entry.state {
                State::Ready => true,
                State::Resting(until) => until <= now,
                State::InFlight => false,
            };
            if is_ready && !is_blocked {
                first = Some(*cursor);
                break;
            }
            busy.extend(persons);
        }
        let cursor = first?;
        self.entries.get_mut(&cursor)?.state = State::InFlight;
        Some(cursor)
    }

    /// It does not wait any more.
    pub fn remove(&mut self, cursor: Cursor) {
        self.entries.remove(&cursor);
        self.ids.remove(&cursor.id);
    }

    /// It failed, how often is told; it rests until the time that is answered.
    pub fn rest(&mut self, cursor: Cursor, until: impl FnOnce(u32) -> Instant) {
        if let Some(entry) = self.entries.get_mut(&cursor) {
            entry.state = State::Resting(until(entry.failures));
            entry.failures += 1;
        }
    }

    /// It was denied for a reason that may be its own. Returns how often by now.
    pub fn denied(&mut self, cursor: Cursor) -> u32 {
        let Some(entry) = self.entries.get_mut(&cursor) else {
            return 0;
        };
        entry.denials += 1;
        entry.denials
    }

    /// Another version of it may start at once; what the one before met says nothing of it.
    pub fn renew(&mut self, cursor: Cursor) {
        if let Some(entry) = self.entries.get_mut(&cursor) {
            (entry.failures, entry.denials) = (0, 0);
            entry.state = State::Ready;
        }
    }

    /// It may start again at once, through no fault of its own.
    pub fn again(&mut self, cursor: Cursor) {
        if let Some(entry) = self.entries.get_mut(&cursor) {
            entry.state = State::Ready;
        }
    }

    /// What they rested for is over: all may start at once.
    pub fn rested(&mut self) {
        for entry in self.entries.values_mut() {
            if let State::Resting(_) = entry.state {
                entry.state = State::Ready;
            }
        }
    }

    /// When the next one has rested.
    pub fn next_rested(&self) -> Option<Instant> {
        let resting = self.entries.values().filter_map(|entry| match entry.state {
            State::Resting(until) => Some(until),
            State::Ready | State::InFlight => None,
        });
        resting.min()
    }
}

impl Entry {
    fn persons(&self) -> impl Iterator<Item = &CustomerKey> + Clone {
        let other = self.ticket.other_customer.iter();
        std::iter::once(&self.ticket.customer).chain(other)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn ticket(id: i64, customer: &str, other: Option<&str>) -> Ticket {
        let key = |text: &str| CustomerKey(text.to_owned());
        Ticket {
            cursor: Cursor { position: id, id },
            customer: key(customer),
            other_customer: other.map(key),
        }
    }

    fn started(window: &mut Window, now: Instant) -> Vec<i64> {
        std::iter::from_fn(|| window.start(now))
            .map(|cursor| cursor.id)
            .collect()
    }

    #[tokio::test]
    async fn one_person_waits_for_itself_and_for_nobody_else() {
        let (mut window, now) = (Window::default(), Instant::now());
        window.extend(vec![
            ticket(1, "a", None),
            ticket(2, "a", None),
            ticket(3, "b", None),
        ]);
        assert_eq!(started(&mut window, now), [1, 3]);
        window.rest(Cursor { position: 1, id: 1 }, |_| {
            now + Duration::from_secs(9)
        });
        assert_eq!(started(&mut window, now), [] as [i64; 0]);
        assert_eq!(started(&mut window, now + Duration::from_secs(9)), [1]);
        window.remove(Cursor { position: 1, id: 1 });
        assert_eq!(started(&mut window, now), [2]);
    }

    #[tokio::test]
    async fn after_a_pause_what_rested_may_start_at_once() {
        let (mut window, now) = (Window::default(), Instant::now());
        window.extend(vec![ticket(1, "a", None), ticket(2, "b", None)]);
        assert_eq!(started(&mut window, now), [1, 2]);
        window.rest(Cursor { position: 1, id: 1 }, |_| {
            now + Duration::from_secs(300)
        });
        window.rested();
        assert_eq!(started(&mut window, now), [1], "the other is in flight");
    }

    #[tokio::test]
    async fn an_order_waits_for_the_person_whose_cart_it_was() {
        let (mut window, now) = (Window::default(), Instant::now());
        window.extend(vec![
            ticket(1, "a", None),
            ticket(2, "b", Some("a")),
            ticket(3, "b", None),
        ]);
        assert_eq!(started(&mut window, now), [1]);
        window.remove(Cursor { position: 1, id: 1 });
        assert_eq!(started(&mut window, now), [2]);
    }

    #[tokio::test]
    async fn nothing_is_here_twice() {
        let (mut window, now) = (Window::default(), Instant::now());
        window.extend(vec![ticket(1, "a", None)]);
        let mut moved = ticket(1, "a", None);
        moved.cursor.position = 7;
        window.extend(vec![moved]);
        assert_eq!(window.len(), 1);
        assert_eq!(window.end().position, 7);
        assert_eq!(started(&mut window, now), [1]);
    }
}
