use contract::transfer::AttemptOutcome;

use super::payload::Payload;
use crate::{
    activecampaign::{LastResponse, watch_responses},
    delivery::context::{DeliverError, DeliveryContext},
    store::{NewAttempt, Work},
};

impl DeliveryContext {
    /// Makes the calls for an item. Stores how the attempt ended, unless it is the first one and
    /// succeeds. Returns `false` when the item, or this version of it, no longer waits.
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
        if let Some(attempt) = ended(work, &done, last) {
            // The list informs people only: the item goes on without the entry.
            if let Err(error) = self.writes().add_attempt(work.id, &attempt).await {
                tracing::warn!(item = work.id, ?error, "attempt not recorded");
            }
        }
        done
    }
}

/// What is stored about an attempt. `None` for a success without failures before, and for an
/// attempt that ActiveCampaign had no part in.
fn ended(
    work: &Work,
    done: &Result<bool, DeliverError>,
    last: Option<LastResponse>,
) -> Option<NewAttempt> {
    match done {
        Ok(true) if work.has_attempts => {
            let (status, request_id) = last.map(|it| (it.status, it.request_id)).unzip();
            Some(NewAttempt {
                outcome: AttemptOutcome::Accepted,
                status,
                request_id: request_id.flatten(),
            })
        }
        Ok(_) | Err(DeliverError::Store(_)) => None,
        Err(DeliverError::Api(failure) | DeliverError::Prerequisite(failure)) => {
            let refusal = failure.refusal();
            Some(NewAttempt {
                outcome: failure.attempt()?,
                status: refusal.status,
                request_id: refusal.request_id,
            })
        }
    }
}
