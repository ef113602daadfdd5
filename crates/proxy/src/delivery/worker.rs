//! The worker of one account queue, which runs while entries wait in it.

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
    store::{Error, FencingToken, ForgetCursor, Released},
};
use eligibility::Eligibility;
use run::{Ended, Run};

/// Wait before a retry after a database error.
const DATABASE: Duration = Duration::from_secs(1);
/// Longest rest of an account queue after its worker panicked.
const AFTER_PANIC: Duration = Duration::from_secs(10);

/// Delivers the entries of one account queue.
pub(super) struct Worker {
    pub engine: Arc<Engine>,
    pub registry: Arc<Registry>,
    pub account: AccountId,
    pub wake_up: Arc<WakeUp>,
    /// What entitles this proxy to process the queue.
    pub ownership: Ownership,
    /// No call is made before this time.
    pub not_before: Instant,
}

/// How a worker ended.
#[derive(Debug)]
pub(super) enum End {
    /// No work is left in this proxy.
    Done,
    /// The owner of the queue is unknown: only a worker with a new claim may continue.
    StartAnew,
}

impl Worker {
    /// Works until nothing can be sent, or other proxies hold the queue. Restarts after a panic and
    /// a rest, during which no other worker of the account starts.
    pub async fn run(self) -> End {
        if let Ok(end) = caught("worker", self.work()).await {
            return end;
        }
        tracing::error!(
            account = self.account.as_str(),
            "account queue worker panicked"
        );
        let patience = self.engine.limits.patience;
        self.rest(patience.longest.min(AFTER_PANIC)).await;
        self.start_anew()
    }

    async fn work(&self) -> End {
        sleep_until(self.not_before).await;
        loop {
            let calls = self.cancellation();
            self.wake_up.begin_run(&calls);
            match self.run_once(calls).await {
                // Nothing is released: other proxies treat this one as dead.
                Ok(Ended::Lost) => {
                    self.registry.remove(&self.account, &self.wake_up);
                    return End::Done;
                }
                Ok(Ended::Idle) => {}
                Ok(Ended::Changed) => continue,
                Err(error) => {
                    let account = self.account.as_str();
                    tracing::error!(account, %error, "account queue failed");
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

    /// Waits, unless the proxy stops or the lease is lost.
    async fn rest(&self, duration: Duration) {
        tokio::select! {
            () = self.registry.stopping.cancelled() => {}
            () = self.ownership.lost() => {}
            () = sleep(duration) => {}
        }
    }

    /// Ends the worker, unless it was woken. Releases the queue first, so that a proxy that finds
    /// no worker here can claim it.
    async fn leave(&self) -> Option<End> {
        match &self.ownership {
            Ownership::Leased(lease) if !self.registry.stopping.is_cancelled() => {
                self.release(lease).await
            }
            // On shutdown, the proxy releases all its queues at once, as queues with work.
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
            // The worker was woken meanwhile.
            Ok(Released::Yes) => {}
            Err(error) => {
                let account = self.account.as_str();
                tracing::warn!(account, %error, "release of an account queue failed");
            }
        }
        Some(self.start_anew())
    }

    fn start_anew(&self) -> End {
        self.registry.remove(&self.account, &self.wake_up);
        End::StartAnew
    }

    /// What cancels the calls of a run: the loss of the lease, or [`WakeUp::restart`].
    fn cancellation(&self) -> Cancellation {
        match &self.ownership {
            Ownership::Alone(_) => Cancellation::default(),
            Ownership::Leased(lease) => {
                Cancellation::leased(lease.deadline.clone(), lease.lost.clone())
            }
        }
    }

    /// Works with the current settings until they change or no work is left.
    async fn run_once(&self, calls: Cancellation) -> Result<Ended, Error> {
        if self.ownership.is_lost() {
            return Ok(Ended::Lost);
        }
        let store = &self.engine.store;
        if store.ensure_writable().is_err() {
            store.check().await?;
        }
        let token = self.ownership.fencing_token(&self.account);
        let Some(eligibility) = Eligibility::begin(&self.engine, &token).await? else {
            return Ok(Ended::Idle);
        };
        match self.forget(&token).await? {
            Some(ended) => Ok(ended),
            None => Run::begin(self, eligibility, calls).await?.work().await,
        }
    }

    /// Forgets what is remembered of another ActiveCampaign account, if there is anything. In between
    /// it rests for as long as a batch took, so that half of the database's time is others'. `Some`
    /// when it was broken off.
    async fn forget(&self, token: &FencingToken) -> Result<Option<Ended>, Error> {
        let store = &self.engine.store;
        if !store.account_queues().is_forgetting(&self.account).await? {
            return Ok(None);
        }
        let mut after = ForgetCursor::default();
        loop {
            if self.ownership.is_lost() {
                return Ok(Some(Ended::Lost));
            }
            if self.registry.stopping.is_cancelled() {
                return Ok(Some(Ended::Idle));
            }
            let began = Instant::now();
            match store.fenced(token).forget_batch(&after).await? {
                Some(next) => after = next,
                None => return Ok(None),
            }
            self.rest(began.elapsed()).await;
        }
    }
}
