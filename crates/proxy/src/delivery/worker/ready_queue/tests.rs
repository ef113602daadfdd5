use std::time::Duration;

use super::{entry::duration, *};
use crate::store::Tries;

fn ready_queue() -> ReadyQueue {
    ReadyQueue::new(Patience::default())
}

fn at(id: i64) -> Cursor {
    Cursor { position: id, id }
}

fn entry(id: i64, customer: &str, other: Option<&str>) -> QueueEntry {
    let key = |text: &str| CustomerKey(text.to_owned());
    QueueEntry {
        cursor: at(id),
        tries: Tries::default(),
        customer: key(customer),
        other_customer: other.map(key),
    }
}

fn started(ready_queue: &mut ReadyQueue, now: Instant) -> Vec<i64> {
    std::iter::from_fn(|| ready_queue.start(now))
        .map(|cursor| cursor.id)
        .collect()
}

#[tokio::test]
async fn an_entry_waits_for_earlier_entries_of_the_same_customer_only() {
    let (mut ready_queue, now) = (ready_queue(), Instant::now());
    ready_queue.extend(
        Part::New,
        vec![
            entry(1, "a", None),
            entry(2, "a", None),
            entry(3, "b", None),
        ],
        0,
    );
    assert_eq!(started(&mut ready_queue, now), [1, 3]);
    ready_queue.rest(at(1), now + Duration::from_secs(9));
    assert_eq!(started(&mut ready_queue, now), [] as [i64; 0]);
    assert_eq!(started(&mut ready_queue, now + Duration::from_secs(9)), [1]);
    ready_queue.remove(at(1));
    assert_eq!(started(&mut ready_queue, now), [2]);
}

#[tokio::test]
async fn resting_entries_start_at_once_after_a_pause() {
    let (mut ready_queue, now) = (ready_queue(), Instant::now());
    ready_queue.extend(Part::New, vec![entry(1, "a", None), entry(2, "b", None)], 0);
    assert_eq!(started(&mut ready_queue, now), [1, 2]);
    ready_queue.rest(at(1), now + Duration::from_secs(300));
    ready_queue.rested();
    assert_eq!(
        started(&mut ready_queue, now),
        [1],
        "the other is in flight"
    );
}

#[tokio::test]
async fn an_order_waits_for_the_customer_whose_cart_it_was() {
    let (mut ready_queue, now) = (ready_queue(), Instant::now());
    ready_queue.extend(
        Part::New,
        vec![
            entry(1, "a", None),
            entry(2, "b", Some("a")),
            entry(3, "b", None),
        ],
        0,
    );
    assert_eq!(started(&mut ready_queue, now), [1]);
    ready_queue.remove(at(1));
    assert_eq!(started(&mut ready_queue, now), [2]);
}

#[tokio::test]
async fn an_item_has_one_entry() {
    let (mut ready_queue, now) = (ready_queue(), Instant::now());
    ready_queue.extend(Part::New, vec![entry(1, "a", None)], 0);
    let mut moved = entry(1, "a", None);
    moved.cursor.position = 7;
    ready_queue.extend(Part::New, vec![moved], 0);
    assert_eq!(ready_queue.len(), 1);
    assert_eq!(ready_queue.end(Part::New).position, 7);
    assert_eq!(started(&mut ready_queue, now), [1]);
}

#[tokio::test]
async fn a_failing_entry_blocks_only_its_customer_and_only_for_two_minutes() {
    let (mut ready_queue, now) = (ready_queue(), Instant::now());
    ready_queue.extend(
        Part::New,
        vec![
            entry(1, "a", None),
            entry(2, "a", None),
            entry(3, "b", None),
        ],
        0,
    );
    assert_eq!(started(&mut ready_queue, now), [1, 3]);
    ready_queue.failed(at(1), now, 0);
    let released = now + Duration::from_secs(120);
    let before = released - Duration::from_millis(1);
    assert_eq!(started(&mut ready_queue, before), [1]);
    ready_queue.failed(at(1), before, 0);
    assert_eq!(ready_queue.next_rested(before), Some(released));
    assert_eq!(started(&mut ready_queue, released), [2]);
}

/// When what fails at every try, each time after so long, may be dead-lettered, and after how many
/// tries.
fn exhausted(call: Duration) -> (Duration, u32) {
    let (mut ready_queue, begin) = (ready_queue(), Instant::now());
    ready_queue.extend(Part::New, vec![entry(1, "a", None)], 0);
    let mut now = begin;
    loop {
        assert_eq!(started(&mut ready_queue, now), [1]);
        now += call;
        let tries = ready_queue.failed(at(1), now, 0).unwrap();
        if ready_queue.is_exhausted(at(1), now) {
            return (now - begin, tries.attempts);
        }
        // What is noted are whole milliseconds.
        now += duration(tries.next_at.unwrap() + 1);
    }
}

#[tokio::test]
async fn by_default_what_always_fails_is_exhausted_after_a_handful_of_tries_within_two_minutes() {
    let two_minutes = Duration::from_secs(120);
    for (call, most_tries) in [
        // 500 at once, and at the usual four calls a second.
        (Duration::from_millis(1), 9),
        (Duration::from_millis(250), 9),
        (Duration::from_secs(10), 6),
        // Never an answer: the second call is under way when the two minutes are over.
        (Duration::from_secs(60), 2),
    ] {
        let (time, tries) = exhausted(call);
        assert!(time <= two_minutes + call, "{call:?}: {time:?}");
        assert!(time >= Patience::default().doubt, "{call:?}: {time:?}");
        assert!((2..=most_tries).contains(&tries), "{call:?}: {tries}");
    }
}

#[tokio::test]
async fn failures_are_restored_after_a_restart() {
    let (mut ready_queue, now) = (ready_queue(), Instant::now());
    let mut failed = entry(1, "a", None);
    failed.tries = Tries {
        attempts: 5,
        failing_since: Some(1_000),
        next_at: Some(66_000),
    };
    ready_queue.extend(Part::New, vec![failed], 61_000);
    assert_eq!(
        started(&mut ready_queue, now),
        [] as [i64; 0],
        "the entry rests"
    );
    let rested = now + Duration::from_millis(5_500);
    assert_eq!(started(&mut ready_queue, rested), [1]);
    assert!(!ready_queue.is_exhausted(at(1), rested));
    let tries = ready_queue.failed(at(1), rested, 67_000).unwrap();
    assert_eq!(tries.attempts, 6);
    assert!(ready_queue.is_exhausted(at(1), rested));
}

#[tokio::test]
async fn a_retry_time_from_a_clock_that_was_ahead_is_limited() {
    let (mut ready_queue, now) = (ready_queue(), Instant::now());
    let mut failed = entry(1, "a", None);
    failed.tries.next_at = Some(1_000_000_000);
    ready_queue.extend(Part::New, vec![failed], 0);
    assert_eq!(
        started(&mut ready_queue, now + Duration::from_secs(21)),
        [1]
    );
}

#[tokio::test]
async fn old_orders_start_after_new_items_that_arrive_later() {
    let (mut ready_queue, now) = (ready_queue(), Instant::now());
    let mut old = entry(1, "a", None);
    old.cursor.position += Cursor::OLD.position;
    ready_queue.extend(Part::Old, vec![old], 0);
    ready_queue.extend(Part::New, vec![entry(2, "b", None)], 0);
    assert_eq!(started(&mut ready_queue, now), [2]);
    ready_queue.remove(at(2));
    assert_eq!(started(&mut ready_queue, now), [1]);
}

/// An old order.
fn old(id: i64, customer: &str) -> QueueEntry {
    QueueEntry {
        cursor: Cursor {
            position: Cursor::OLD.position + id,
            id,
        },
        ..entry(id, customer, None)
    }
}

#[tokio::test]
async fn old_orders_start_one_at_a_time_and_only_while_nothing_new_is_in_flight() {
    let (mut ready_queue, now) = (ready_queue(), Instant::now());
    ready_queue.extend(Part::Old, vec![old(3, "c"), old(4, "d")], 0);
    assert_eq!(started(&mut ready_queue, now), [3]);
    ready_queue.extend(Part::New, vec![entry(1, "a", None), entry(2, "c", None)], 0);
    // The second is of the customer whose old order is in flight.
    assert_eq!(started(&mut ready_queue, now), [1]);
    ready_queue.remove(old(3, "c").cursor);
    assert_eq!(started(&mut ready_queue, now), [2]);
    ready_queue.remove(at(1));
    assert_eq!(started(&mut ready_queue, now), [] as [i64; 0]);
    ready_queue.remove(at(2));
    assert_eq!(started(&mut ready_queue, now), [4]);
}

#[tokio::test]
async fn an_old_order_that_has_rested_waits_without_a_time_while_a_new_one_is_in_flight() {
    let (mut ready_queue, now) = (ready_queue(), Instant::now());
    ready_queue.extend(Part::Old, vec![old(2, "b")], 0);
    assert_eq!(started(&mut ready_queue, now), [2]);
    ready_queue.rest(old(2, "b").cursor, now + Duration::from_secs(1));
    ready_queue.extend(Part::New, vec![entry(1, "a", None)], 0);
    assert_eq!(started(&mut ready_queue, now), [1]);
    let later = now + Duration::from_secs(2);
    assert_eq!(ready_queue.next_rested(later), None);
    ready_queue.remove(at(1));
    assert_eq!(ready_queue.next_rested(later), Some(later));
}

#[tokio::test]
async fn an_entry_that_moved_to_an_earlier_place_starts_there() {
    let (mut ready_queue, now) = (ready_queue(), Instant::now());
    ready_queue.extend(Part::Old, vec![old(1, "a"), old(2, "b")], 0);
    ready_queue.extend(Part::New, vec![entry(2, "b", None)], 0);
    assert_eq!(ready_queue.len(), 2);
    assert_eq!(started(&mut ready_queue, now), [2]);
    ready_queue.remove(at(2));
    assert_eq!(started(&mut ready_queue, now), [1]);
}
