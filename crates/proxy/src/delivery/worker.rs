//! One account's queue at work, as long as something waits in it.

mod eligibility;
mod ready_queue;
mod run;

use std::{sync::Arc, time::Duration};

use contract::AccountId;
use tokio::time::{Instant, sleep, sleep_until};

use super::{
    cluster::{Lease, Ownership, in_time},
    engine::Engine,
    registry::Registry,
    supervision::caught,
    wake_up::WakeUp,
};
use crate::{
    activecampaign::Cancellation,
    store::{Error, Released},
};
use eligibility::Eligibility;
use run::{Ended, Run};

/// How long a worker waits for a database that fails.
const DATABASE: Duration = Duration::from_secs(1);
/// How long the queue of a worker that panicked rests, at most.
const AFTER_PANIC: Duration = Duration::from_secs(10);

/// Delivers what waits in one account's queue.
pub(super) struct Worker {
    pub engine: Arc<Engine>,
    pub registry: Arc<Registry>,
    pub account: AccountId,
    pub wake_up: Arc<WakeUp>,
    /// By what right it runs here.
    pub ownership: Ownership,
    /// Before this no call is made.
    pub not_before: Instant,
}

/// How a worker ended.
#[derive(Debug)]
pub(super) enum End {
    /// Nothing is left to do here.
    Done,
    /// Whose queue it is now is not known: only a worker that claims it anew may go on.
    StartAnew,
}

impl Worker {
    /// Works until nothing can be done any more, or other proxies have the queue. After a panic it
    /// starts anew, a little later: meanwhile nobody starts another worker.
    pub async fn run(self) -> End {
        if let Ok(end) = caught("worker", self.work()).await {
            return end;
        }
        tracing::error!(account = self.account.as_str(), "worker panicked");
        let patience = self.engine.limits.patience;
        self.rest(patience.longest.min(AFTER_PANIC)).await;
        self.start_anew()
    }

    async fn work(&self) -> End {
        sleep_until(self.not_before).await;
        loop {
            self.wake_up.take();
            match self.run_once().await {
                // As if this proxy had been killed: the others take it for that.
                Ok(Ended::Lost) => {
                    self.registry.remove(&self.account, &self.wake_up);
                    return End::Done;
                }
                Ok(Ended::Idle) => {}
                Ok(Ended::Changed) => continue,
                Err(error) => {
                    tracing::error!(account = self.account.as_str(), %error, "run failed");
                    self.rest(DATABASE).await;
                    if !self.registry.stopping.is_cancelled() {
                        continue;
                    }
                }
            }
            if let Some(end) = self.leave().await {
                return end;
            }
        }
    }

    /// Waits, unless the proxy stops or the queue is lost.
    async fn rest(&self, duration: Duration) {
        tokio::select! {
            () = self.registry.stopping.cancelled() => {}
            () = self.ownership.lost() => {}
            () = sleep(duration) => {}
        }
    }

    /// Ends the worker, unless something changed. Its queue is released first: whoever finds no
    /// worker here may claim it.
    async fn leave(&self) -> Option<End> {
        match &self.ownership {
            Ownership::Leased(lease) if !self.registry.stopping.is_cancelled() => {
                self.release(lease).await
            }
            // A proxy that stops releases all its queues at once, as queues that are not done.
            Ownership::Leased(_) | Ownership::Alone(_) => {
                let left = self.registry.leave(&self.account, &self.wake_up);
                left.then_some(End::Done)
            }
        }
    }

    async fn release(&self, lease: &Lease) -> Option<End> {
        let leases = self.engine.store.leases();
        match in_time(leases.release(&self.account, &lease.id)).await {
            Ok(Released::Dirty) => return None,
            Ok(Released::Yes) if self.registry.leave(&self.account, &self.wake_up) => {
                return Some(End::Done);
            }
            // It was woken in between.
            Ok(Released::Yes) => {}
            Err(error) => {
                let account = self.account.as_str();
                tracing::warn!(account, %error, "account queue not released");
            }
        }
        Some(self.start_anew())
    }

    fn start_anew(&self) -> End {
        self.registry.remove(&self.account, &self.wake_up);
        End::StartAnew
    }

    /// What stops its calls: they go on as long as the queue is ours.
    fn cancellation(&self) -> Cancellation {
        match &self.ownership {
            Ownership::Alone(_) => Cancellation::default(),
            Ownership::Leased(lease) => {
                Cancellation::leased(lease.deadline.clone(), lease.lost.clone())
            }
        }
    }

    /// Works with the settings as they are now, until they change or nothing is left to do.
    async fn run_once(&self) -> Result<Ended, Error> {
        if self.ownership.is_lost() {
            return Ok(Ended::Lost);
        }
        let store = &self.engine.store;
        if store.ensure_writable().is_err() {
            store.check().await?;
        }
        let token = self.ownership.fencing_token(&self.account);
        match Eligibility::begin(&self.engine, &token).await? {
            Some(eligibility) => Run::begin(self, eligibility).await?.work().await,
            None => Ok(Ended::Idle),
        }
    }
}
