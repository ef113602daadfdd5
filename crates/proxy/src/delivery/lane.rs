mod standing;
mod turn;

use std::{sync::Arc, time::Duration};

use contract::AccountId;
use tokio::time::sleep;

use super::{
    Delivery, Poke,
    lease::{Lease, in_time},
    ownership::Ownership,
    supervision::caught,
};
use crate::{
    activecampaign::Gate,
    store::{Error, Released},
};
use standing::Standing;
use turn::{Ended, Turn};

/// How long a lane waits for a database that fails.
const DATABASE: Duration = Duration::from_secs(1);
/// How long an account queue that panicked is left alone, at most.
const AFTER_PANIC: Duration = Duration::from_secs(10);

/// The way of one account's things to ActiveCampaign, as long as some wait.
pub(super) struct Lane {
    pub delivery: Delivery,
    pub account: AccountId,
    pub poke: Arc<Poke>,
    /// By what right it runs here.
    pub ownership: Ownership,
}

impl Lane {
    pub fn new(
        delivery: Delivery,
        account: AccountId,
        poke: Arc<Poke>,
        ownership: Ownership,
    ) -> Self {
        Self {
            delivery,
            account,
            poke,
            ownership,
        }
    }

    /// Works until nothing can be done any more, or others go on. After a panic it begins anew, a
    /// little later: meanwhile nobody starts another one.
    pub async fn run(self) {
        if caught("account queue", self.work()).await.is_ok() {
            return;
        }
        tracing::error!(account = self.account.as_str(), "account queue failed");
        let patience = self.delivery.engine.limits.patience;
        tokio::select! {
            () = self.delivery.stopping.cancelled() => {}
            () = self.ownership.lost() => {}
            () = sleep(patience.longest.min(AFTER_PANIC)) => {}
        }
        self.start_anew();
    }

    async fn work(&self) {
        tokio::time::sleep_until(self.delivery.not_before).await;
        loop {
            self.poke.take();
            match self.turn().await {
                // As if this proxy had been killed: that is what the others take it for.
                Ok(Ended::Lost) => return self.delivery.lose(&self.account, &self.poke),
                Ok(Ended::Idle) => {}
                Ok(Ended::Changed) => continue,
                Err(error) => {
                    tracing::error!(account = self.account.as_str(), %error, "lane");
                    tokio::select! {
                        () = self.delivery.stopping.cancelled() => {}
                        () = self.ownership.lost() => {}
                        () = sleep(DATABASE) => {}
                    }
                    if !self.delivery.stopping.is_cancelled() {
                        continue;
                    }
                }
            }
            if self.leave().await {
                return;
            }
        }
    }

    /// Whether the lane ends. It is given back first: who finds it gone here may take it anew.
    async fn leave(&self) -> bool {
        match &self.ownership {
            Ownership::Leased(lease) if !self.delivery.stopping.is_cancelled() => {
                self.give_back(lease).await
            }
            // A proxy that stops gives all its lanes back at once, as lanes that are not done.
            Ownership::Leased(_) | Ownership::Alone(_) => {
                self.delivery.leave(&self.account, &self.poke)
            }
        }
    }

    async fn give_back(&self, lease: &Lease) -> bool {
        let leases = self.delivery.engine.store.leases();
        match in_time(leases.release(&self.account, &lease.id)).await {
            Ok(Released::Stirred) => return false,
            Ok(Released::Yes) if self.delivery.leave(&self.account, &self.poke) => return true,
            // It was poked in between.
            Ok(Released::Yes) => {}
            Err(error) => {
                tracing::warn!(account = self.account.as_str(), %error, "giving a lane back");
            }
        }
        // Whose it is now is not known: only a lane that is claimed anew goes on.
        self.start_anew();
        true
    }

    fn start_anew(&self) {
        self.delivery.lose(&self.account, &self.poke);
        self.delivery.wake(&self.account);
    }

    /// What its calls pass: open as long as it is ours.
    fn gate(&self) -> Gate {
        match &self.ownership {
            Ownership::Alone(_) => Gate::default(),
            Ownership::Leased(lease) => Gate::leased(lease.fence.clone(), lease.lost.clone()),
        }
    }

    /// Works with the settings as they are now, until they change or nothing is left to do.
    async fn turn(&self) -> Result<Ended, Error> {
        if self.ownership.is_lost() {
            return Ok(Ended::Lost);
        }
        let store = &self.delivery.engine.store;
        if store.ensure_writable().is_err() {
            store.check().await?;
        }
        match Standing::begin(&self.delivery.engine, &self.account).await? {
            Some(standing) => Turn::begin(self, standing).await?.work().await,
            None => Ok(Ended::Idle),
        }
    }
}
