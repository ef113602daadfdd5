use contract::{event::Intake, transfer::TransferKind};
use prometheus::{IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Registry, Result};
use reqwest::StatusCode;

use super::family::{counter, counters, gauge, gauges};
use crate::store::QueueTotals;

/// Calls to ActiveCampaign by response status; `none` without a response.
#[derive(Clone, Debug)]
pub struct Calls(IntCounterVec);

impl Calls {
    /// Counts a call.
    pub fn count(&self, status: Option<StatusCode>) {
        let status = status.as_ref().map_or("none", StatusCode::as_str);
        self.0.with_label_values(&[status]).inc();
    }
}

/// The metrics of intake, delivery and queues. Cheap to clone.
#[derive(Clone, Debug)]
pub struct DeliveryMetrics {
    calls: Calls,
    events: IntCounterVec,
    adjustments: IntCounterVec,
    transfers: IntCounterVec,
    dead_letters: IntCounterVec,
    items: IntGaugeVec,
    oldest_waiting: IntGauge,
    paused: IntGaugeVec,
    account_queues: IntGauge,
    taken_over: IntCounter,
}

impl DeliveryMetrics {
    pub(super) fn register(to: &Registry) -> Result<Self> {
        Ok(Self {
            calls: Calls(counters(
                to,
                "activecampaign_requests_total",
                "Calls to ActiveCampaign by response status",
                &["status"],
            )?),
            events: counters(
                to,
                "events_total",
                "Submitted orders and carts by outcome",
                &["kind", "outcome"],
            )?,
            adjustments: counters(
                to,
                "events_adjusted_total",
                "Adjustments of submitted orders and carts by code",
                &["kind", "code"],
            )?,
            transfers: counters(
                to,
                "transfers_total",
                "Orders and carts that left the outbox",
                &["kind", "outcome"],
            )?,
            dead_letters: counters(
                to,
                "dead_letters_total",
                "Orders and carts that failed (dead letters)",
                &["kind"],
            )?,
            items: gauges(
                to,
                "outbox_items",
                "Orders and carts in the outbox, of all accounts",
                &["state"],
            )?,
            oldest_waiting: gauge(
                to,
                "oldest_waiting_seconds",
                "Age of the oldest waiting order or cart of all accounts",
            )?,
            paused: gauges(
                to,
                "account_queues_paused",
                "Paused account queues by reason",
                &["reason"],
            )?,
            account_queues: gauge(
                to,
                "account_queues_held",
                "Account queues that this proxy works on",
            )?,
            taken_over: counter(
                to,
                "account_queues_taken_over_total",
                "Account queues taken over from a proxy whose lease expired",
            )?,
        })
    }

    /// The counter of calls to ActiveCampaign.
    pub fn calls(&self) -> Calls {
        self.calls.clone()
    }

    /// Counts the items of a batch by outcome.
    pub fn took_in(&self, kind: TransferKind, intake: &Intake) {
        for (outcome, count) in [
            ("accepted", intake.accepted),
            ("duplicate", intake.duplicates),
            ("ignored", intake.ignored),
            ("rejected", intake.rejected.len() as u64),
        ] {
            self.events
                .with_label_values(&[label(kind), outcome])
                .inc_by(count);
        }
    }

    /// Counts the adjustments of a batch by code.
    pub fn adjusted(&self, kind: TransferKind, code: &str, count: u64) {
        self.adjustments
            .with_label_values(&[label(kind), code])
            .inc_by(count);
    }

    /// Counts a sent item.
    pub fn sent(&self, kind: TransferKind) {
        self.transfers
            .with_label_values(&[label(kind), "sent"])
            .inc();
    }

    /// Counts a dead letter.
    pub fn refused(&self, kind: TransferKind) {
        self.transfers
            .with_label_values(&[label(kind), "refused"])
            .inc();
        self.dead_letters.with_label_values(&[label(kind)]).inc();
    }

    /// Sets the number of account queues that this proxy works on.
    pub fn workers(&self, workers: usize) {
        self.account_queues
            .set(i64::try_from(workers).unwrap_or(i64::MAX));
    }

    /// Counts account queues taken over from a proxy whose lease expired.
    pub fn took_over(&self, account_queues: usize) {
        self.taken_over.inc_by(account_queues as u64);
    }

    /// Sets the number of items by state.
    pub fn observe(&self, totals: &QueueTotals) {
        for (state, count) in [
            ("waiting", totals.waiting),
            ("held", totals.held),
            ("failed", totals.failed),
        ] {
            self.items.with_label_values(&[state]).set(count);
        }
        self.paused.reset();
        for (reason, account_queues) in &totals.paused {
            self.paused
                .with_label_values(&[reason.as_str()])
                .set(*account_queues);
        }
    }

    /// Sets the age of the oldest waiting item, in seconds; 0 when none waits.
    pub fn oldest_waiting(&self, seconds: i64) {
        self.oldest_waiting.set(seconds);
    }
}

fn label(kind: TransferKind) -> &'static str {
    match kind {
        TransferKind::Order => "order",
        TransferKind::Cart => "cart",
    }
}
