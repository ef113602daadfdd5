//! A panic anywhere in the delivery ends only one task. A log subscriber causes the panic at
//! messages that the test chooses.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::json;
use tracing::{
    Event, Metadata, Subscriber,
    field::{Field, Visit},
    span,
    subscriber::DefaultGuard,
};

use crate::world::{World, eventually, order, order_of};

/// Panics at a message, this many times.
struct Panics {
    message: &'static str,
    item: Option<&'static str>,
    left: Arc<AtomicU32>,
}

/// Applies to this thread, which runs the whole test. Counts down.
fn panics(
    message: &'static str,
    item: Option<&'static str>,
    times: u32,
) -> (DefaultGuard, Arc<AtomicU32>) {
    let left = Arc::new(AtomicU32::new(times));
    let panics = Panics {
        message,
        item,
        left: Arc::clone(&left),
    };
    (tracing::subscriber::set_default(panics), left)
}

#[derive(Default)]
struct Fields {
    message: String,
    item: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "message" => self.message = format!("{value:?}"),
            "item" => self.item = format!("{value:?}"),
            _ => {}
        }
    }
}

impl Subscriber for Panics {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let is_it =
            fields.message == self.message && self.item.is_none_or(|item| fields.item == item);
        let count = |left: u32| left.checked_sub(1);
        if is_it
            && self
                .left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, count)
                .is_ok()
        {
            panic!("for the test, at {:?}", self.message);
        }
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

#[tokio::test]
async fn an_item_whose_delivery_panics_is_tried_again_and_holds_up_nobody_else() {
    let world = World::open().await;
    let (_guard, left) = panics("delivery started", Some("1"), 8);
    let began = Instant::now();
    let orders: Vec<_> = (1..=5)
        .map(|n| order_of(&n.to_string(), &format!("p{n}@b.example")))
        .collect();
    world.orders(&orders).await;
    world.until("sent", 4).await;
    eventually("tried again and again", async || {
        (left.load(Ordering::Relaxed) == 0).then_some(())
    })
    .await;
    // Intervals of 20 ms that double up to 500 ms, each shortened by up to a half: no busy loop.
    assert!(began.elapsed() >= Duration::from_millis(10 + 20 + 40 + 80 + 160 + 250 + 250));
    world.until("sent", 5).await;
    world.proxy.stop().await;
}

#[tokio::test]
async fn an_account_queue_that_panics_begins_anew_a_little_later_and_the_shutdown_goes_on() {
    let world = World::open().await;
    let shares = json!({ "server_error": 1.0 });
    world
        .faults(json!({ "shares": shares, "at_most": 3 }))
        .await;
    let (_guard, left) = panics("delivery attempt failed", None, 2);
    let began = Instant::now();
    world.orders(&["1", "2", "3"].map(order)).await;
    world.until("sent", 3).await;
    assert_eq!(left.load(Ordering::Relaxed), 0);
    assert!(
        began.elapsed() >= Duration::from_millis(1000),
        "no hot loop"
    );

    // The queue panics again, and the proxy stops during the interval.
    world
        .faults(json!({ "shares": { "server_error": 1.0 } }))
        .await;
    left.store(1, Ordering::Relaxed);
    world.orders(&[order("4")]).await;
    eventually("the queue panics", async || {
        (left.load(Ordering::Relaxed) == 0).then_some(())
    })
    .await;
    let stopping = Instant::now();
    world.proxy.stop().await;
    assert!(stopping.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn an_account_probe_that_panics_is_made_again() {
    let world = World::open().await;
    world
        .faults(json!({ "shares": { "reset_before": 1.0 } }))
        .await;
    let (_guard, left) = panics("account probed", None, 2);
    world.orders(&[order("1")]).await;
    eventually("the account is shown as unreachable", async || {
        (world.transfers().await["pause_reason"] == "unreachable").then_some(())
    })
    .await;
    assert_eq!(left.load(Ordering::Relaxed), 0);
    world.no_faults().await;
    world.until("sent", 1).await;
}
