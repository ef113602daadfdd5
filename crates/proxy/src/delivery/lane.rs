mod standing;
mod turn;

use std::{sync::Arc, time::Duration};

use contract::AccountId;
use tokio::time::sleep;

use super::{
    Delivery, Poke,
    lease::{Lease, in_time},
    until_stopping,
};
use crate::store::{Error, Released};
use standing::Standing;
use turn::{Ended, Turn};

/// How long a lane waits for a database that fails.
const DATABASE: Duration = Duration::from_secs(1);

/// The way of one account's things to ActiveCampaign, as long as some wait.
pub(super) struct Lane {
    pub delivery: Delivery,
    pub account: AccountId,
    pub poke: Arc<Poke>,
    /// Under which it is ours, where there may be other proxies.
    pub lease: Option<Arc<Lease>>,
}

impl Lane {
    pub fn new(
        delivery: Delivery,
        account: AccountId,
        poke: Arc<Poke>,
        lease: Option<Arc<Lease>>,
    ) -> Self {
        Self {
            delivery,
            account,
            poke,
            lease,
        }
    }

    /// Works until nothing can be done any more, or others go on.
    pub async fn run(self) {
        let Some(lease) = &self.lease else {
            return self.work().await;
        };
        tokio::select! {
            () = self.work() => {}
            // As if this proxy had been killed: that is what the others take it for.
            () = lease.lost() => self.delivery.lose(&self.account, &self.poke),
        }
    }

    async fn work(&self) {
        let mut stopping = self.delivery.stopping.subscribe();
        tokio::time::sleep_until(self.delivery.not_before).await;
        loop {
            self.poke.take();
            match self.turn().await {
                Ok(Ended::Idle) => {}
                Ok(Ended::Changed) => continue,
                Err(error) => {
                    tracing::error!(account = self.account.as_str(), %error, "lane");
                    tokio::select! {
                        () = until_stopping(&mut stopping) => {}
                        () = sleep(DATABASE) => {}
                    }
                    if !*self.delivery.stopping.borrow() {
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
        let Some(lease) = &self.lease else {
            return self.delivery.leave(&self.account, &self.poke);
        };
        // A proxy that stops gives all its lanes back at once, as lanes that are not done.
        if *self.delivery.stopping.borrow() {
            return self.delivery.leave(&self.account, &self.poke);
        }
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
        self.delivery.lose(&self.account, &self.poke);
        self.delivery.wake(&self.account);
        true
    }

    /// Works with the settings as they are now, until they change or nothing is left to do.
    async fn turn(&self) -> Result<Ended, Error> {
        match Standing::begin(&self.delivery.engine, &self.account).await? {
            Some(standing) => Turn::begin(self, standing).await?.work().await,
            None => Ok(Ended::Idle),
        }
    }
}
