use contract::transfer::AttemptOutcome;

use super::payload::Payload;
use crate::{
    activecampaign::{ApiError, LastResponse, watch_responses},
    delivery::context::{DeliverError, DeliveryContext},
    store::{NewAttempt, Work},
};

impl DeliveryContext {
    /// Makes the calls for an item. Stores that it was accepted, if an earlier attempt failed.
    /// Returns `false` when the item, or this version of it, no longer waits.
    pub(super) async fn attempt(
        &self,
        work: &Work,
        payload: &Payload,
    ) -> Result<bool, DeliverError> {
        let calls = async {
            match work.withdrawn {
                true => self.withdraw(work, payload).await,
                false => self.deliver(work, payload).await,
            }
        };
        let (done, last) = watch_responses(calls).await;
        if let (Ok(true), true) = (&done, work.has_attempts) {
            self.add_attempt(work.id, accepted(last)).await;
        }
        done
    }

    /// Stores an attempt in the list of the item. The list informs people only: the item goes on
    /// without the entry.
    pub(in crate::delivery) async fn add_attempt(&self, item: i64, attempt: NewAttempt) {
        if let Err(error) = self.writes().add_attempt(item, &attempt).await {
            tracing::warn!(item, ?error, "attempt not recorded");
        }
    }
}

fn accepted(last: Option<LastResponse>) -> NewAttempt {
    let (status, request_id) = last.map(|it| (it.status, it.request_id)).unzip();
    NewAttempt {
        outcome: AttemptOutcome::Accepted,
        status,
        request_id: request_id.flatten(),
    }
}

impl NewAttempt {
    /// The attempt that ended with this error. `None` when no call was made.
    pub(super) fn of(failure: &ApiError) -> Option<Self> {
        let refusal = failure.refusal();
        Some(Self {
            outcome: failure.attempt()?,
            status: refusal.status,
            request_id: refusal.request_id,
        })
    }
}

impl DeliverError {
    /// The attempt that ended with this error. `None` when ActiveCampaign had no part in it.
    pub(in crate::delivery) fn attempt(&self) -> Option<NewAttempt> {
        match self {
            Self::Store(_) => None,
            Self::Api(failure) | Self::Prerequisite(failure) => NewAttempt::of(failure),
        }
    }
}
