//! How often ActiveCampaign is called: never more than so many times in any second, wherever it
//! begins, as the server sees it.

mod shared;

use std::{collections::HashMap, num::NonZeroU32, sync::Arc, time::Duration};

use contract::AccountName;
use parking_lot::Mutex;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, oneshot},
    time::{Instant, sleep, sleep_until, timeout},
};

use super::cold::Cold;
use shared::SharedRate;
pub use shared::{RateShare, RateShares};

/// The second over which the server counts.
const WINDOW: Duration = Duration::from_secs(1);
/// A call reaches the server some time between its start and its answer. On a connection that was
/// open before, later than this after the start is not expected: calls that take long do so at the
/// server. A call that opened a connection may reach it at any time up to the answer.
const JOURNEY: Duration = Duration::from_millis(250);
/// From so many accounts on, those that nobody calls are forgotten.
const MANY: usize = 10_000;

/// The limiter of every account, whoever calls it: the limit is the account's, so two sites that
/// send to the same one share it.
#[derive(Debug)]
pub(super) struct RateLimiters {
    rate: NonZeroU32,
    /// Whom the accounts are shared with, if with anybody.
    shares: Option<Arc<dyn RateShares>>,
    accounts: Mutex<HashMap<AccountName, Arc<RateLimiter>>>,
}

/// The limiter of one account.
///
/// There are as many slots as calls are allowed in a second. A call takes one, and gives it back a
/// second after the server must have seen it: so no second sees more calls than there are slots.
#[derive(Debug)]
pub(super) struct RateLimiter {
    slots: Arc<Semaphore>,
    /// Where several proxies call the account: the slots count only during a share of this proxy.
    shared: Option<SharedRate>,
    /// Those who can wait do so here, one behind the other, so that a merchant who tests the
    /// connection is second in line at most.
    queue: tokio::sync::Mutex<()>,
    held_until: Mutex<Instant>,
}

/// A call's place. Dropped when the answer is there.
#[derive(Debug)]
pub(super) struct Slot {
    cold: Cold,
    _answered: oneshot::Sender<()>,
}

impl Slot {
    /// Where the call notes whether it opens a connection.
    pub fn cold(&self) -> Cold {
        self.cold.clone()
    }
}

/// The proxy is stopping: no new call begins.
#[derive(Debug)]
pub(super) struct Stopping;

impl RateLimiters {
    pub fn new(rate: NonZeroU32, shares: Option<Arc<dyn RateShares>>) -> Self {
        Self {
            rate,
            shares,
            accounts: Mutex::default(),
        }
    }

    /// The limiter of an account.
    pub fn of(&self, name: &AccountName) -> Arc<RateLimiter> {
        let mut accounts = self.accounts.lock();
        if accounts.len() > MANY {
            let rate = self.rate.get() as usize;
            accounts.retain(|_, limiter| {
                Arc::strong_count(limiter) > 1 || limiter.slots.available_permits() < rate
            });
        }
        let limiter = accounts.entry(name.clone()).or_insert_with(|| {
            let shares = self.shares.clone();
            let shared = shares.map(|shares| SharedRate::new(shares, name));
            Arc::new(RateLimiter::new(self.rate, shared))
        });
        Arc::clone(limiter)
    }

    /// Lets other proxies have what is left of this one's shares.
    pub async fn release_shares(&self) {
        let Some(shares) = &self.shares else { return };
        if let Ok(Err(error)) = timeout(WINDOW, shares.release()).await {
            tracing::warn!(%error, "shares of the rate not released: they end by themselves");
        }
    }

    /// Lets nobody call any more.
    pub fn close(&self) {
        let accounts = self.accounts.lock();
        for limiter in accounts.values() {
            limiter.slots.close();
        }
    }
}

impl RateLimiter {
    fn new(rate: NonZeroU32, shared: Option<SharedRate>) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(rate.get() as usize)),
            shared,
            queue: tokio::sync::Mutex::default(),
            held_until: Mutex::new(Instant::now()),
        }
    }

    /// A slot for a call that somebody waits for: next in line, and during a pause too.
    pub async fn now(&self) -> Result<Slot, Stopping> {
        self.permit().await.map(occupy)
    }

    /// A slot for a call that can wait: in line, and not during a pause.
    pub async fn in_line(&self) -> Result<Slot, Stopping> {
        let _place = self.queue.lock().await;
        loop {
            self.pass_pause().await?;
            let permit = self.permit().await?;
            // A pause may have begun while there was no slot.
            if self.held_until() <= Instant::now() {
                return Ok(occupy(permit));
            }
        }
    }

    /// Begins a pause, or makes it longer.
    pub fn hold(&self, duration: Duration) {
        let mut held_until = self.held_until.lock();
        *held_until = (*held_until).max(Instant::now() + duration);
    }

    /// Ends a pause.
    pub fn resume(&self) {
        *self.held_until.lock() = Instant::now();
    }

    fn held_until(&self) -> Instant {
        *self.held_until.lock()
    }

    /// Looks again every second: a pause may be ended, and so may the proxy.
    async fn pass_pause(&self) -> Result<(), Stopping> {
        while self.held_until() > Instant::now() {
            if self.slots.is_closed() {
                return Err(Stopping);
            }
            sleep_until(self.held_until().min(Instant::now() + WINDOW)).await;
        }
        Ok(())
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit, Stopping> {
        let slots = Arc::clone(&self.slots);
        let permit = slots.acquire_owned().await.map_err(|_| Stopping)?;
        if let Some(shared) = &self.shared {
            shared.take(&self.slots).await?;
        }
        Ok(permit)
    }
}

/// Keeps the permit until a second after the server must have seen the call.
fn occupy(permit: OwnedSemaphorePermit) -> Slot {
    let (answered, mut done) = oneshot::channel();
    let cold = Cold::default();
    let call = cold.clone();
    tokio::spawn(async move {
        if timeout(JOURNEY, &mut done).await.is_err() && call.is_cold() {
            let _ = done.await;
        }
        sleep(WINDOW).await;
        drop(permit);
    });
    Slot {
        cold,
        _answered: answered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter(rate: u32) -> RateLimiter {
        RateLimiter::new(NonZeroU32::new(rate).unwrap(), None)
    }

    #[tokio::test(start_paused = true)]
    async fn no_second_sees_more_than_the_slots_and_nearly_all_are_used() {
        let limiter = limiter(4);
        let mut seen: Vec<Instant> = Vec::new();
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(20) {
            let slot = limiter.in_line().await.unwrap();
            // Some journeys are slow, some fast.
            let journey = Duration::from_millis(seen.len() as u64 * 13 % 60);
            sleep(journey).await;
            seen.push(Instant::now());
            drop(slot);
        }
        for window in seen.windows(5) {
            assert!(window[4] - window[0] >= WINDOW);
        }
        assert!(seen.len() >= 72, "{} of 80", seen.len());
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_those_who_can_wait_and_not_the_merchant() {
        let limiter = limiter(4);
        limiter.hold(Duration::from_secs(30));
        let began = Instant::now();
        limiter.now().await.unwrap();
        assert!(began.elapsed() < WINDOW);
        limiter.in_line().await.unwrap();
        assert!(began.elapsed() >= Duration::from_secs(30));
    }
}
