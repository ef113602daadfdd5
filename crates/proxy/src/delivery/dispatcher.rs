//! The workers of this proxy: which account has one, and what wakes it.

mod counters;

use std::{sync::Arc, time::Duration};

use contract::{Account, AccountId};
use tokio::time::{Instant, timeout};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    cluster::{self, Lease, Membership, Ownership, Workers},
    engine::Engine,
    log_entries,
    registry::Registry,
    supervision::supervised,
    worker::{End, Worker},
};
use crate::store::Error;

/// Timeout for background tasks on shutdown.
const BACKGROUND: Duration = Duration::from_secs(5);

/// Dispatches work to the workers of all account queues in this proxy. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Dispatcher {
    engine: Arc<Engine>,
    registry: Arc<Registry>,
    membership: Membership,
    workers: TaskTracker,
    /// Tasks that maintain the membership and the counters.
    background: TaskTracker,
    /// Cancelled when all workers have ended.
    ended: CancellationToken,
    /// No call is made before this time, a second after the start: ActiveCampaign still counts the
    /// calls that an earlier proxy made in its last second.
    not_before: Instant,
}

impl Dispatcher {
    /// Creates a dispatcher without workers. [`Dispatcher::start`] starts them.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self {
            membership: Membership::of(&engine.store),
            registry: Arc::new(Registry::new(engine.metrics.clone())),
            engine: Arc::new(engine),
            workers: TaskTracker::new(),
            background: TaskTracker::new(),
            ended: CancellationToken::new(),
            not_before: Instant::now(),
        }
    }

    /// Starts the workers of all account queues with work, and the background check of the
    /// counters.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start(&mut self) -> Result<(), Error> {
        match self.membership.clone() {
            Membership::Shared(current) => {
                let dispatcher = self.clone();
                let keep = move || {
                    let dispatcher = dispatcher.clone();
                    cluster::keep(
                        Arc::clone(&dispatcher.engine),
                        Arc::clone(&current),
                        dispatcher.registry.stopping.clone(),
                        dispatcher.ended.clone(),
                        dispatcher,
                    )
                };
                self.in_background("membership", keep);
            }
            Membership::Alone(_) => self.start_alone().await?,
        }
        let dispatcher = self.clone();
        self.in_background("counter check", move || counters::keep(dispatcher.clone()));
        Ok(())
    }

    /// Whether this proxy may process account queues. On a shared database, this requires a lease
    /// whose renewal works.
    #[must_use]
    pub fn holds_lease(&self) -> bool {
        let is_starting = Instant::now() < self.not_before + cluster::TERM;
        match &self.membership {
            Membership::Alone(_) => true,
            Membership::Shared(current) => {
                is_starting
                    || current
                        .borrow()
                        .as_ref()
                        .is_some_and(|lease| lease.deadline.is_open())
            }
        }
    }

    fn in_background<F: Future<Output = ()> + Send + 'static>(
        &self,
        what: &'static str,
        work: impl Fn() -> F + Send + 'static,
    ) {
        let stopping = self.registry.stopping.clone();
        self.background.spawn(supervised(what, stopping, work));
    }

    /// Starts all account queues with work: no other proxy processes them.
    async fn start_alone(&mut self) -> Result<(), Error> {
        let accounts = self.engine.store.account_queues().with_work().await?;
        if !accounts.is_empty() {
            self.not_before = Instant::now() + Duration::from_millis(1100);
        }
        for account in &accounts {
            self.wake(account);
        }
        Ok(())
    }

    /// Notifies the worker of an account of a change, or starts a worker.
    pub fn wake(&self, account: &AccountId) {
        match &self.membership {
            Membership::Alone(alone) => self.begin(account, Ownership::Alone(*alone)),
            Membership::Shared(_) if self.registry.wake(account) => {}
            Membership::Shared(current) => {
                let claim = cluster::claim(
                    Arc::clone(&self.engine),
                    Arc::clone(current),
                    self.registry.stopping.clone(),
                    self.clone(),
                    account.clone(),
                );
                self.background.spawn(claim);
            }
        }
    }

    /// Ends the calls of this proxy's worker before the next one starts, and notifies the worker:
    /// what it may send changed. A proxy on another machine hears of it with the notification.
    pub fn restart(&self, account: &AccountId) {
        self.registry.restart(account);
        self.wake(account);
    }

    /// Wakes the worker that runs under this ownership, or starts one.
    fn begin(&self, account: &AccountId, ownership: Ownership) {
        let Some(wake_up) = self.registry.enter(account, &ownership) else {
            return;
        };
        let worker = Worker {
            engine: Arc::clone(&self.engine),
            registry: Arc::clone(&self.registry),
            account: account.clone(),
            wake_up,
            ownership,
            not_before: self.not_before,
        };
        let dispatcher = self.clone();
        let account = account.clone();
        self.workers.spawn(async move {
            match worker.run().await {
                End::Done => {}
                End::StartAnew => dispatcher.wake(&account),
            }
        });
    }

    /// Ends a pause after a test showed that the account works.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resume(&self, account: &Account) -> Result<(), Error> {
        let store = &self.engine.store;
        let pause = store.account_queues().state(&account.id).await?.pause;
        store.account_queues().resume(&account.id).await?;
        // For a pause with an end, the worker itself logs that sending resumed.
        if pause.is_some_and(|pause| pause.until.is_none())
            && let Some(stored) = store.accounts().find(&account.id).await?
        {
            store.log().write(&stored, log_entries::resumed()).await?;
        }
        self.engine.activecampaign.resume(&account.account_name);
        self.wake(&account.id);
        Ok(())
    }

    /// Starts no further call and waits for those in flight. The database already records each call
    /// that is cut off.
    pub async fn stop(&self) {
        self.registry.stopping.cancel();
        self.engine.activecampaign.close();
        self.workers.close();
        let longest = self.engine.limits.activecampaign_call;
        if timeout(longest, self.workers.wait()).await.is_err() {
            tracing::warn!("shutdown timeout: deliveries cut off, the next start retries them");
        }
        self.ended.cancel();
        self.background.close();
        if timeout(BACKGROUND, self.background.wait()).await.is_err() {
            tracing::warn!("shutdown timeout: background tasks cut off");
        }
        if let Membership::Shared(current) = &self.membership {
            cluster::leave(&self.engine, current).await;
        }
        self.engine.activecampaign.release_shares().await;
    }
}

impl Workers for Dispatcher {
    fn begin(&self, account: &AccountId, lease: Arc<Lease>) {
        self.begin(account, Ownership::Leased(lease));
    }

    fn contains(&self, account: &AccountId) -> bool {
        self.registry.contains(account)
    }

    fn wake(&self, account: &AccountId) {
        self.wake(account);
    }
}
