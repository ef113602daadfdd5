use contract::{event::Intake, transfer::TransferKind};
use prometheus::{IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Registry, Result};
use reqwest::StatusCode;

use super::family::{counter, counters, gauge, gauges};
use crate::store::QueueTotals;

/// Calls of ActiveCampaign by the status of their answer, `none` where there was none.
#[derive(Clone, Debug)]
pub struct Calls(IntCounterVec);

impl Calls {
    /// Counts a call.
    pub fn count(&self, status: Option<StatusCode>) {
        let status = status.as_ref().map_or("none", StatusCode::as_str);
        self.0.with_label_values(&[status]).inc();
    }
}

/// What came in, what left, and what stands still. Cheap to clone.
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
                "Calls of ActiveCampaign by the status of the answer",
                &["status"],
            )?),
            events: counters(
                to,
                "events_total",
                "Orders and carts handed over, by what became of them",
                &["kind", "outcome"],
            )?,
            adjustments: counters(
                to,
                "events_adjusted_total",
                "Defects of orders and carts handed over that were mended, by what was wrong",
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
                "Orders and carts that were set aside as failed",
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
                "How long the oldest order or cart has waited to be sent, of all accounts",
            )?,
            paused: gauges(
                to,
                "account_queues_paused",
                "Accounts that stand still, by reason",
                &["reason"],
            )?,
            account_queues: gauge(
                to,
                "account_queues_held",
                "AccountQueues that this proxy works on",
            )?,
            taken_over: counter(
                to,
                "account_queues_taken_over_total",
                "AccountQueues taken from a proxy that was gone",
            )?,
        })
    }

    /// Where calls of ActiveCampaign are counted.
    pub fn calls(&self) -> Calls {
        self.calls.clone()
    }

    /// Counts what became of a batch.
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

    /// Counts what was mended in a batch, by the code of the adjustment.
    pub fn adjusted(&self, kind: TransferKind, code: &str, count: u64) {
        self.adjustments
            .with_label_values(&[label(kind), code])
            .inc_by(count);
    }

    /// Counts something that ActiveCampaign has.
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

    /// Says how many account queues this proxy works on.
    pub fn workers(&self, workers: usize) {
        self.account_queues
            .set(i64::try_from(workers).unwrap_or(i64::MAX));
    }

    /// Counts account queues that were taken from a proxy that was gone.
    pub fn took_over(&self, account_queues: usize) {
        self.taken_over.inc_by(account_queues as u64);
    }

    /// Says how much is where at this moment.
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

    /// Says how long the oldest order or cart has waited, in seconds; 0 when none waits.
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
