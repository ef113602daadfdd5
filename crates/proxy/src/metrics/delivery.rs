use contract::{event::Intake, transfer::TransferKind};
use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge},
    registry::Registry,
};
use reqwest::StatusCode;

use crate::store::LaneTotals;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answer {
    status: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    kind: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct State {
    state: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: String,
}

/// Calls of ActiveCampaign by the status of their answer, `none` where there was none.
#[derive(Clone, Debug, Default)]
pub struct Calls(Family<Answer, Counter>);

impl Calls {
    /// Counts a call.
    pub fn count(&self, status: Option<StatusCode>) {
        let status = status.map_or_else(|| "none".to_owned(), |status| status.as_str().to_owned());
        self.0.get_or_create(&Answer { status }).inc();
    }
}

/// What came in, what left, and what stands still. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct DeliveryMetrics {
    calls: Calls,
    events: Family<Outcome, Counter>,
    transfers: Family<Outcome, Counter>,
    items: Family<State, Gauge>,
    paused: Family<Reason, Gauge>,
    lanes: Gauge,
    taken_over: Counter,
}

impl DeliveryMetrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let new = Self::default();
        registry.register(
            "activecampaign_requests",
            "Calls of ActiveCampaign by the status of the answer",
            new.calls.0.clone(),
        );
        registry.register(
            "events",
            "Orders and carts handed over, by what became of them",
            new.events.clone(),
        );
        registry.register(
            "transfers",
            "Orders and carts that left the outbox",
            new.transfers.clone(),
        );
        registry.register(
            "outbox_items",
            "Orders and carts in the outbox, of all accounts",
            new.items.clone(),
        );
        registry.register(
            "lanes_paused",
            "Accounts that stand still, by reason",
            new.paused.clone(),
        );
        registry.register(
            "lanes_held",
            "Lanes that this proxy works on",
            new.lanes.clone(),
        );
        registry.register(
            "lanes_taken_over",
            "Lanes taken from a proxy that was gone",
            new.taken_over.clone(),
        );
        new
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
                .get_or_create(&labels(kind, outcome))
                .inc_by(count);
        }
    }

    /// Counts something that ActiveCampaign has.
    pub fn sent(&self, kind: TransferKind) {
        self.transfers.get_or_create(&labels(kind, "sent")).inc();
    }

    /// Counts something that was set aside.
    pub fn refused(&self, kind: TransferKind) {
        self.transfers.get_or_create(&labels(kind, "refused")).inc();
    }

    /// Says how many lanes this proxy works on.
    pub fn lanes(&self, lanes: usize) {
        self.lanes.set(i64::try_from(lanes).unwrap_or(i64::MAX));
    }

    /// Counts lanes that were taken from a proxy that was gone.
    pub fn took_over(&self, lanes: usize) {
        self.taken_over.inc_by(lanes as u64);
    }

    /// Says how much is where at this moment.
    pub fn observe(&self, totals: &LaneTotals) {
        for (state, count) in [
            ("waiting", totals.waiting),
            ("held", totals.held),
            ("failed", totals.failed),
        ] {
            self.items.get_or_create(&State { state }).set(count);
        }
        self.paused.clear();
        for (reason, lanes) in &totals.paused {
            let reason = reason.clone();
            self.paused.get_or_create(&Reason { reason }).set(*lanes);
        }
    }
}

fn labels(kind: TransferKind, outcome: &'static str) -> Outcome {
    Outcome {
        kind: match kind {
            TransferKind::Order => "order",
            TransferKind::Cart => "cart",
        },
        outcome,
    }
}
