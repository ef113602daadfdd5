//! Delivery of one order or cart, and its outcome.

mod attempt;
mod customer;
mod payload;
mod preview;
mod record;
mod withdraw;

use contract::transfer::{FailureCode, TransferKind};

use crate::{
    activecampaign::{ApiError, Refusal},
    delivery::{
        context::{DeliverError, DeliveryContext},
        log_entries,
    },
    store::{DeadLetter, Error, NewAttempt, Work},
};
use payload::{Damaged, Payload};
pub use preview::{KnownIds, OrderPosts, PreviewedOrder};

/// Outcome of one delivery attempt.
#[derive(Debug)]
pub(super) enum Outcome {
    /// ActiveCampaign has the record.
    Sent(TransferKind),
    /// ActiveCampaign no longer has a record, as requested.
    Withdrawn,
    /// The item is a dead letter.
    Refused,
    /// The item, or this version of it, no longer waits.
    Moved,
    /// The attempt failed; retry later.
    Retry(DeliverError),
}

impl DeliveryContext {
    /// Sends the item with this id.
    pub(super) async fn send(&self, id: i64) -> Outcome {
        let account = self.stored.account.id.as_str();
        tracing::debug!(account, item = id, "delivery started");
        // A read-only database could not record what a call did.
        if let Err(error) = self.engine.store.ensure_writable() {
            return Outcome::Retry(error.into());
        }
        let work = match self.engine.store.outbox().load(id).await {
            Ok(Some(work)) => work,
            Ok(None) => return Outcome::Moved,
            Err(error) => return Outcome::Retry(error.into()),
        };
        let done = match Payload::open(&work) {
            Ok(payload) => self.attempt(&work, &payload).await,
            Err(damaged) => Err(ApiError::Refused(damaged.into()).into()),
        };
        match done {
            Ok(true) if work.withdrawn => Outcome::Withdrawn,
            Ok(true) => {
                self.engine.metrics.sent(work.kind);
                Outcome::Sent(work.kind)
            }
            Ok(false) => Outcome::Moved,
            Err(DeliverError::Api(failure @ ApiError::Refused(_))) => {
                if let Some(attempt) = NewAttempt::of(&failure) {
                    self.add_attempt(id, attempt).await;
                }
                self.dead_letter(&work, &failure).await
            }
            Err(error) => Outcome::Retry(error),
        }
    }

    /// Makes a dead letter of an item that keeps failing although the account works.
    pub(super) async fn give_up(&self, id: i64, failure: &ApiError) -> Outcome {
        match self.engine.store.outbox().load(id).await {
            Ok(Some(work)) => self.dead_letter(&work, failure).await,
            Ok(None) => Outcome::Moved,
            Err(error) => Outcome::Retry(error.into()),
        }
    }

    async fn dead_letter(&self, work: &Work, failure: &ApiError) -> Outcome {
        let refusal = failure.refusal();
        let refused = DeadLetter {
            work,
            code: refusal.code,
            reason: &refusal.words,
            unclear: !failure.certainly_not_done(),
        };
        let done = async {
            if !self.writes().dead_letter(refused).await? {
                return Ok(Outcome::Moved);
            }
            self.engine.metrics.refused(work.kind);
            self.note(log_entries::refused(work, &refusal)).await?;
            Ok::<_, Error>(Outcome::Refused)
        };
        done.await
            .unwrap_or_else(|error| Outcome::Retry(error.into()))
    }
}

impl From<Damaged> for Refusal {
    fn from(Damaged(place): Damaged) -> Self {
        Self {
            code: FailureCode::FieldInvalid,
            words: place,
            status: None,
            request_id: None,
        }
    }
}
