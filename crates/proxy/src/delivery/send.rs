//! One order or cart: what became of it.

use contract::transfer::{FailureCode, TransferKind};

use super::{
    journal,
    parcel::{Damaged, Parcel},
    shift::{Shift, Trouble},
};
use crate::{
    activecampaign::{Failure, Refusal},
    store::{Error, SetAside, Work},
};

/// What became of something that waited.
#[derive(Debug)]
pub(super) enum Fate {
    /// ActiveCampaign has it.
    Sent(TransferKind),
    /// ActiveCampaign does not have it (any more), as was asked for.
    Withdrawn,
    /// It was set aside.
    Refused,
    /// It does not wait any more, or not this version of it.
    Moved,
    /// Not now.
    Later(Trouble),
}

impl Shift {
    /// Sends what waits under this id.
    pub(super) async fn send(&self, id: i64) -> Fate {
        let account = self.stored.account.id.as_str();
        tracing::debug!(account, item = id, "item taken up");
        // What a call did could not be remembered.
        if let Err(error) = self.engine.store.ensure_writable() {
            return Fate::Later(error.into());
        }
        let work = match self.engine.store.outbox().load(id).await {
            Ok(Some(work)) => work,
            Ok(None) => return Fate::Moved,
            Err(error) => return Fate::Later(error.into()),
        };
        let done = match Parcel::open(&work) {
            Ok(parcel) if work.withdrawn => self.withdraw(&work, &parcel).await,
            Ok(parcel) => self.deliver(&work, &parcel).await,
            Err(damaged) => Err(Failure::Refused(damaged.into()).into()),
        };
        match done {
            Ok(true) if work.withdrawn => Fate::Withdrawn,
            Ok(true) => {
                self.engine.metrics.sent(work.kind);
                Fate::Sent(work.kind)
            }
            Ok(false) => Fate::Moved,
            Err(Trouble::Failure(failure @ Failure::Refused(_))) => {
                self.set_aside(&work, &failure).await
            }
            Err(trouble) => Fate::Later(trouble),
        }
    }

    /// Sets aside what fails again and again though the account works.
    pub(super) async fn give_up(&self, id: i64, failure: &Failure) -> Fate {
        match self.engine.store.outbox().load(id).await {
            Ok(Some(work)) => self.set_aside(&work, failure).await,
            Ok(None) => Fate::Moved,
            Err(error) => Fate::Later(error.into()),
        }
    }

    async fn set_aside(&self, work: &Work, failure: &Failure) -> Fate {
        let refusal = failure.refusal();
        let refused = SetAside {
            account: &self.stored.account.id,
            work,
            code: refusal.code,
            reason: &refusal.words,
            unclear: !failure.certainly_not_done(),
        };
        let done = async {
            if !self.engine.store.outbox().set_aside(refused).await? {
                return Ok(Fate::Moved);
            }
            self.engine.metrics.refused(work.kind);
            self.note(journal::refused(work, &refusal)).await?;
            Ok::<_, Error>(Fate::Refused)
        };
        done.await.unwrap_or_else(|error| Fate::Later(error.into()))
    }
}

impl From<Damaged> for Refusal {
    fn from(Damaged(place): Damaged) -> Self {
        Self {
            code: FailureCode::FieldInvalid,
            words: place,
            request_id: None,
        }
    }
}
