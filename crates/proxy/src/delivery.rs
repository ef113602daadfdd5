//! From the outbox to ActiveCampaign: a lane an account, as long as something waits for it.
//!
//! - `lane` takes what waits, in order per person, and stands still when it has to;
//! - `window` knows what may start;
//! - `shift` is what a lane works with: account, key, connection;
//! - `person`, `record` and `withdraw` are the calls for one order or cart, `parcel` what they say,
//!   `send` what became of it;
//! - `lease`, `ownership` and `presence` share the lanes among the proxies of one PostgreSQL
//!   database;
//! - `counters` compares what is counted with what is there, `supervision` catches panics;
//! - `setback` decides what a failure means for the lane, `diagnosis` asks the account itself.

mod backoff;
mod counters;
mod diagnosis;
mod journal;
mod lane;
mod lease;
mod ownership;
mod parcel;
mod person;
mod poke;
mod presence;
mod record;
mod send;
mod setback;
mod shift;
mod supervision;
mod window;
mod withdraw;

use std::{collections::HashMap, sync::Arc, time::Duration};

use contract::{Account, AccountId};
use parking_lot::Mutex;
use tokio::time::{Instant, timeout};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    activecampaign::Client,
    config::ShownAddress,
    limits::Limits,
    metrics::DeliveryMetrics,
    secrets::Keyring,
    store::{Error, Store},
};
use lane::Lane;
use ownership::{Membership, Ownership};
use poke::Poke;
use supervision::supervised;

/// How long tasks of the background may take to end.
const BACKGROUND: Duration = Duration::from_secs(5);

/// What every lane needs.
#[derive(Debug)]
pub struct Engine {
    /// Where everything is kept.
    pub store: Store,
    /// Opens API keys.
    pub keyring: Arc<Keyring>,
    /// Calls ActiveCampaign.
    pub activecampaign: Client,
    /// What ActiveCampaign shows as picture of a connection.
    pub logo_url: ShownAddress,
    /// What ActiveCampaign links a connection to.
    pub link_url: ShownAddress,
    /// How long to wait for what.
    pub limits: Limits,
    /// Counts what leaves.
    pub metrics: DeliveryMetrics,
}

/// Every account queue that runs. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Delivery {
    engine: Arc<Engine>,
    lanes: Arc<Mutex<HashMap<AccountId, Running>>>,
    membership: Membership,
    /// The account queues.
    queues: TaskTracker,
    /// What keeps the membership, the log and the counters in order.
    background: TaskTracker,
    /// Cancelled when nothing new may begin.
    stopping: CancellationToken,
    /// Cancelled when no account queue runs any more.
    ended: CancellationToken,
    /// A second after the start: what the last second of a proxy before this one sent, the server
    /// still counts.
    not_before: Instant,
}

/// An account queue that runs here.
#[derive(Debug)]
struct Running {
    poke: Arc<Poke>,
    ownership: Ownership,
}

impl Delivery {
    /// Account queues that are not running yet.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        Self {
            membership: Membership::of(&engine.store),
            engine: Arc::new(engine),
            lanes: Arc::default(),
            queues: TaskTracker::new(),
            background: TaskTracker::new(),
            stopping: CancellationToken::new(),
            ended: CancellationToken::new(),
            not_before: Instant::now(),
        }
    }

    /// Takes up what waits in the database, and keeps the counters in order from now on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resume(&mut self) -> Result<(), Error> {
        match self.membership.clone() {
            Membership::Shared(current) => {
                let delivery = self.clone();
                let keep = move || presence::keep(delivery.clone(), Arc::clone(&current));
                self.in_background("membership", keep);
            }
            Membership::Alone(_) => self.resume_alone().await?,
        }
        let delivery = self.clone();
        self.in_background("check of the counters", move || {
            counters::keep(delivery.clone())
        });
        Ok(())
    }

    /// Whether account queues can be worked on here: where several proxies share the database, only
    /// under a lease that could be renewed.
    #[must_use]
    pub fn holds_lease(&self) -> bool {
        let is_starting = Instant::now() < self.not_before + lease::TERM;
        match &self.membership {
            Membership::Alone(_) => true,
            Membership::Shared(current) => {
                is_starting
                    || current
                        .borrow()
                        .as_ref()
                        .is_some_and(|it| it.fence.is_open())
            }
        }
    }

    fn in_background<F: Future<Output = ()> + Send + 'static>(
        &self,
        what: &'static str,
        work: impl Fn() -> F + Send + 'static,
    ) {
        let stopping = self.stopping.clone();
        self.background.spawn(supervised(what, stopping, work));
    }

    /// Without others, what waits is this proxy's.
    async fn resume_alone(&mut self) -> Result<(), Error> {
        let accounts = self.engine.store.lanes().with_work().await?;
        if !accounts.is_empty() {
            self.not_before = Instant::now() + Duration::from_millis(1100);
        }
        for account in &accounts {
            self.wake(account);
        }
        Ok(())
    }

    /// Something changed for an account: its queue looks at it, or one begins.
    pub fn wake(&self, account: &AccountId) {
        match &self.membership {
            Membership::Alone(alone) => self.begin(account, Ownership::Alone(*alone)),
            Membership::Shared(_) if self.poke(account) => {}
            Membership::Shared(current) => {
                let current = Arc::clone(current);
                let claim = presence::claim(self.clone(), current, account.clone());
                self.background.spawn(claim);
            }
        }
    }

    /// Pokes the queue that runs here. `false` when none does, or others may have it by now.
    fn poke(&self, account: &AccountId) -> bool {
        let lanes = self.lanes.lock();
        let running = lanes.get(account).filter(|it| !it.ownership.is_lost());
        running.is_some_and(|running| {
            running.poke.set();
            true
        })
    }

    /// Whether the queue runs here.
    fn runs(&self, account: &AccountId) -> bool {
        self.lanes.lock().contains_key(account)
    }

    /// Lets a queue look, which begins if it does not run by this right.
    fn begin(&self, account: &AccountId, ownership: Ownership) {
        let mut lanes = self.lanes.lock();
        if self.stopping.is_cancelled() {
            return;
        }
        // One that runs under a lease that was lost is winding up: this one takes its place.
        if let Some(running) = lanes.get(account)
            && running.ownership.is(&ownership)
        {
            running.poke.set();
            return;
        }
        let running = Running {
            poke: Arc::default(),
            ownership: ownership.clone(),
        };
        let poke = Arc::clone(&running.poke);
        lanes.insert(account.clone(), running);
        self.engine.metrics.lanes(lanes.len());
        let lane = Lane::new(self.clone(), account.clone(), poke, ownership);
        self.queues.spawn(lane.run());
    }

    /// Lets go on what stood still: a test has shown that the account works.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn go_on(&self, account: &Account) -> Result<(), Error> {
        let store = &self.engine.store;
        let pause = store.lanes().state(&account.id).await?.pause;
        store.lanes().go_on(&account.id).await?;
        // A lane that waits for a time says itself that it goes on.
        if pause.is_some_and(|pause| pause.until.is_none())
            && let Some(stored) = store.accounts().find(&account.id).await?
        {
            store.log().write(&stored, journal::resumed()).await?;
        }
        self.engine.activecampaign.go_on(&account.account_name);
        self.wake(&account.id);
        Ok(())
    }

    /// Begins nothing new and waits for the calls in flight. What they leave unsaid was noted
    /// before they began.
    pub async fn stop(&self) {
        self.stopping.cancel();
        self.engine.activecampaign.close();
        self.queues.close();
        let longest = self.engine.limits.activecampaign_call;
        if timeout(longest, self.queues.wait()).await.is_err() {
            tracing::warn!("some deliveries were cut off; they are looked for at the next start");
        }
        self.ended.cancel();
        self.background.close();
        if timeout(BACKGROUND, self.background.wait()).await.is_err() {
            tracing::warn!("some tasks of the background were cut off");
        }
        if let Membership::Shared(current) = &self.membership {
            presence::leave(&self.engine, current).await;
        }
        self.engine.activecampaign.end_turns().await;
    }

    /// A queue has nothing to do. `false` when it was poked in this instant.
    fn leave(&self, account: &AccountId, poke: &Arc<Poke>) -> bool {
        let mut lanes = self.lanes.lock();
        if poke.take() && !self.stopping.is_cancelled() {
            return false;
        }
        self.remove(&mut lanes, account, poke);
        true
    }

    /// A queue is not this proxy's any more.
    fn lose(&self, account: &AccountId, poke: &Arc<Poke>) {
        self.remove(&mut self.lanes.lock(), account, poke);
    }

    /// Another one of the same account may run already, under another lease.
    fn remove(
        &self,
        lanes: &mut HashMap<AccountId, Running>,
        account: &AccountId,
        poke: &Arc<Poke>,
    ) {
        if lanes
            .get(account)
            .is_some_and(|running| Arc::ptr_eq(&running.poke, poke))
        {
            lanes.remove(account);
            self.engine.metrics.lanes(lanes.len());
        }
    }
}
