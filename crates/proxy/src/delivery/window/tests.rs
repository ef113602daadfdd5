use std::time::Duration;

use super::*;

fn window() -> Window {
    Window::new(Patience::default())
}

fn at(id: i64) -> Cursor {
    Cursor { position: id, id }
}

fn ticket(id: i64, customer: &str, other: Option<&str>) -> Ticket {
    let key = |text: &str| CustomerKey(text.to_owned());
    Ticket {
        cursor: at(id),
        tries: Tries::default(),
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
    let (mut window, now) = (window(), Instant::now());
    window.extend(
        Part::New,
        vec![
            ticket(1, "a", None),
            ticket(2, "a", None),
            ticket(3, "b", None),
        ],
        0,
    );
    assert_eq!(started(&mut window, now), [1, 3]);
    window.rest(at(1), now + Duration::from_secs(9));
    assert_eq!(started(&mut window, now), [] as [i64; 0]);
    assert_eq!(started(&mut window, now + Duration::from_secs(9)), [1]);
    window.remove(at(1));
    assert_eq!(started(&mut window, now), [2]);
}

#[tokio::test]
async fn after_a_pause_what_rested_may_start_at_once() {
    let (mut window, now) = (window(), Instant::now());
    window.extend(
        Part::New,
        vec![ticket(1, "a", None), ticket(2, "b", None)],
        0,
    );
    assert_eq!(started(&mut window, now), [1, 2]);
    window.rest(at(1), now + Duration::from_secs(300));
    window.rested();
    assert_eq!(started(&mut window, now), [1], "the other is in flight");
}

#[tokio::test]
async fn an_order_waits_for_the_person_whose_cart_it_was() {
    let (mut window, now) = (window(), Instant::now());
    window.extend(
        Part::New,
        vec![
            ticket(1, "a", None),
            ticket(2, "b", Some("a")),
            ticket(3, "b", None),
        ],
        0,
    );
    assert_eq!(started(&mut window, now), [1]);
    window.remove(at(1));
    assert_eq!(started(&mut window, now), [2]);
}

#[tokio::test]
async fn nothing_is_here_twice() {
    let (mut window, now) = (window(), Instant::now());
    window.extend(Part::New, vec![ticket(1, "a", None)], 0);
    let mut moved = ticket(1, "a", None);
    moved.cursor.position = 7;
    window.extend(Part::New, vec![moved], 0);
    assert_eq!(window.len(), 1);
    assert_eq!(window.end(Part::New).position, 7);
    assert_eq!(started(&mut window, now), [1]);
}

#[tokio::test]
async fn what_fails_holds_up_its_own_customer_for_two_minutes_and_nobody_else() {
    let (mut window, now) = (window(), Instant::now());
    window.extend(
        Part::New,
        vec![
            ticket(1, "a", None),
            ticket(2, "a", None),
            ticket(3, "b", None),
        ],
        0,
    );
    assert_eq!(started(&mut window, now), [1, 3]);
    window.failed(at(1), now, 0);
    let released = now + Duration::from_secs(120);
    let before = released - Duration::from_millis(1);
    assert_eq!(started(&mut window, before), [1]);
    window.failed(at(1), before, 0);
    assert_eq!(window.next_rested(before), Some(released));
    assert_eq!(started(&mut window, released), [2]);
}

#[tokio::test]
async fn how_something_failed_is_taken_up_after_a_restart() {
    let (mut window, now) = (window(), Instant::now());
    let mut failed = ticket(1, "a", None);
    failed.tries = Tries {
        attempts: 5,
        failing_since: Some(1_000),
        next_at: Some(66_000),
    };
    window.extend(Part::New, vec![failed], 61_000);
    assert_eq!(started(&mut window, now), [] as [i64; 0], "it rests");
    let rested = now + Duration::from_millis(5_500);
    assert_eq!(started(&mut window, rested), [1]);
    assert!(!window.is_exhausted(at(1), rested));
    let tries = window.failed(at(1), rested, 67_000).unwrap();
    assert_eq!(tries.attempts, 6);
    assert!(window.is_exhausted(at(1), rested));
}

#[tokio::test]
async fn a_time_written_by_a_clock_that_was_ahead_holds_nothing_for_long() {
    let (mut window, now) = (window(), Instant::now());
    let mut failed = ticket(1, "a", None);
    failed.tries.next_at = Some(1_000_000_000);
    window.extend(Part::New, vec![failed], 0);
    assert_eq!(started(&mut window, now + Duration::from_secs(21)), [1]);
}

#[tokio::test]
async fn old_orders_start_behind_what_is_new_and_comes_later() {
    let (mut window, now) = (window(), Instant::now());
    let mut old = ticket(1, "a", None);
    old.cursor.position += Cursor::OLD.position;
    window.extend(Part::Old, vec![old], 0);
    window.extend(Part::New, vec![ticket(2, "b", None)], 0);
    assert_eq!(started(&mut window, now), [2, 1]);
}
