//! Which accounts have a worker here, and what wakes one.

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

/// How long background tasks may take to end.
const BACKGROUND: Duration = Duration::from_secs(5);

/// Every account queue that is worked on here. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Dispatcher {
    engine: Arc<Engine>,
    registry: Arc<Registry>,
    membership: Membership,
    /// The workers.
    workers: TaskTracker,
    /// What keeps the membership and the counters in order.
    background: TaskTracker,
    /// Cancelled when no worker runs any more.
    ended: CancellationToken,
    /// A second after the start: ActiveCampaign still counts what a proxy before this one sent in
    /// its last second.
    not_before: Instant,
}

impl Dispatcher {
    /// A dispatcher without workers.
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

    /// Takes up what waits in the database, and keeps the counters in order from now on.
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
        self.in_background("check of the counters", move || {
            counters::keep(dispatcher.clone())
        });
        Ok(())
    }

    /// Whether account queues can be worked on here: where several proxies share the database, only
    /// under a lease that could be renewed.
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

    /// Without other proxies, everything that waits is this proxy's.
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

    /// Something changed for an account: its worker looks at it, or one begins.
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

    /// Wakes the worker that runs by this right, or starts one.
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

    /// Ends a pause: a test has shown that the account works.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resume(&self, account: &Account) -> Result<(), Error> {
        let store = &self.engine.store;
        let pause = store.account_queues().state(&account.id).await?.pause;
        store.account_queues().resume(&account.id).await?;
        // A worker whose pause has an end notes by itself that sending resumed.
        if pause.is_some_and(|pause| pause.until.is_none())
            && let Some(stored) = store.accounts().find(&account.id).await?
        {
            store.log().write(&stored, log_entries::resumed()).await?;
        }
        self.engine.activecampaign.resume(&account.account_name);
        self.wake(&account.id);
        Ok(())
    }

    /// Begins nothing new and waits for the calls in flight. What they leave undone was noted
    /// before they began.
    pub async fn stop(&self) {
        self.registry.stopping.cancel();
        self.engine.activecampaign.close();
        self.workers.close();
        let longest = self.engine.limits.activecampaign_call;
        if timeout(longest, self.workers.wait()).await.is_err() {
            tracing::warn!("some deliveries were cut off; they are looked for at the next start");
        }
        self.ended.cancel();
        self.background.close();
        if timeout(BACKGROUND, self.background.wait()).await.is_err() {
            tracing::warn!("some background tasks were cut off");
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
