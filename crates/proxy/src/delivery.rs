//! From the outbox to ActiveCampaign: a lane an account, as long as something waits for it.
//!
//! - `lane` takes what waits, in order per person, and stands still when it has to;
//! - `window` knows what may start;
//! - `shift` is what a lane works with: account, key, connection;
//! - `person` and `send` are the calls for one order or cart, `parcel` what they say;
//! - `lease` and `presence` share the lanes among the proxies of one PostgreSQL database;
//! - `setback` decides what a failure means for the lane, `diagnosis` asks the account itself.

mod backoff;
mod diagnosis;
mod journal;
mod lane;
mod lease;
mod parcel;
mod person;
mod poke;
mod presence;
mod send;
mod setback;
mod shift;
mod window;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use contract::{Account, AccountId};
use tokio::{
    sync::{Notify, watch},
    time::{Instant, timeout},
};

use crate::{
    activecampaign::Client,
    limits::Limits,
    metrics::DeliveryMetrics,
    secrets::Keyring,
    store::{Error, Store},
};
use lane::Lane;
use lease::Lease;
use poke::Poke;

/// What every lane needs.
#[derive(Debug)]
pub struct Engine {
    /// Where everything is kept.
    pub store: Store,
    /// Opens API keys.
    pub keyring: Arc<Keyring>,
    /// Calls ActiveCampaign.
    pub activecampaign: Client,
    /// How long to wait for what.
    pub limits: Limits,
    /// Counts what leaves.
    pub metrics: DeliveryMetrics,
}

/// Every lane that runs. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Delivery {
    engine: Arc<Engine>,
    lanes: Arc<Mutex<HashMap<AccountId, Arc<Poke>>>>,
    /// Says when a lane ended.
    ended: Arc<Notify>,
    stopping: watch::Sender<bool>,
    /// Under which lease lanes are held, where there may be other proxies.
    lease: Option<Arc<presence::Current>>,
    /// A second after the start: what the last second of a proxy before this one sent, the server
    /// still counts.
    not_before: Instant,
}

impl Delivery {
    /// Lanes that are not running yet.
    #[must_use]
    pub fn new(engine: Engine) -> Self {
        let lease = engine.store.is_shared().then(Arc::default);
        Self {
            engine: Arc::new(engine),
            lanes: Arc::default(),
            lease,
            ended: Arc::default(),
            stopping: watch::Sender::new(false),
            not_before: Instant::now(),
        }
    }

    /// Takes up what waits in the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resume(&mut self) -> Result<(), Error> {
        match &self.lease {
            Some(current) => {
                tokio::spawn(presence::keep(self.clone(), Arc::clone(current)));
            }
            None => self.resume_alone().await?,
        }
        Ok(())
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

    /// Something changed for an account: its lane looks at it, or one begins.
    pub fn wake(&self, account: &AccountId) {
        match &self.lease {
            Some(current) if !self.runs(account) => {
                let current = Arc::clone(current);
                tokio::spawn(presence::claim(self.clone(), current, account.clone()));
            }
            _ => self.begin(account, None),
        }
    }

    /// Whether the lane runs here.
    fn runs(&self, account: &AccountId) -> bool {
        self.lanes().contains_key(account)
    }

    /// Lets a lane look, which begins if it does not run. It is this proxy's, under this lease.
    fn begin(&self, account: &AccountId, lease: Option<&Arc<Lease>>) {
        if *self.stopping.borrow() {
            return;
        }
        let mut lanes = self.lanes();
        if let Some(poke) = lanes.get(account) {
            poke.set();
            return;
        }
        let poke = Arc::new(Poke::default());
        lanes.insert(account.clone(), Arc::clone(&poke));
        self.engine.metrics.lanes(lanes.len());
        let lane = Lane::new(self.clone(), account.clone(), poke, lease.cloned());
        tokio::spawn(lane.run());
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
        self.stopping.send_replace(true);
        self.engine.activecampaign.close();
        let all_ended = async {
            loop {
                let ended = self.ended.notified();
                if self.lanes().is_empty() {
                    break;
                }
                ended.await;
            }
        };
        let longest = self.engine.limits.activecampaign_call;
        if timeout(longest, all_ended).await.is_err() {
            tracing::warn!("some deliveries were cut off; they are looked for at the next start");
        }
        if let Some(current) = &self.lease {
            presence::leave(&self.engine, current).await;
        }
        self.engine.activecampaign.end_turns().await;
    }

    /// A lane has nothing to do. `false` when it was poked in this instant.
    fn leave(&self, account: &AccountId, poke: &Poke) -> bool {
        let mut lanes = self.lanes();
        if poke.take() && !*self.stopping.borrow() {
            return false;
        }
        self.remove(&mut lanes, account);
        true
    }

    /// A lane is not this proxy's any more. Another one may run already, under another lease.
    fn lose(&self, account: &AccountId, poke: &Arc<Poke>) {
        let mut lanes = self.lanes();
        if lanes.get(account).is_some_and(|it| Arc::ptr_eq(it, poke)) {
            self.remove(&mut lanes, account);
        }
    }

    fn remove(&self, lanes: &mut HashMap<AccountId, Arc<Poke>>, account: &AccountId) {
        lanes.remove(account);
        self.engine.metrics.lanes(lanes.len());
        self.ended.notify_waiters();
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<AccountId, Arc<Poke>>> {
        // Nothing is left half done under this lock.
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits until the proxy stops. A sender that is gone means the same.
async fn until_stopping(stopping: &mut watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
}
