//! Rate limiter: at most `rate` calls reach ActiveCampaign within any second, measured at the
//! server and over any one-second window.

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

/// The window in which the server counts calls.
const WINDOW: Duration = Duration::from_secs(1);
/// Longest expected time between the start of a call and its arrival at the server, on an open
/// connection; longer calls spend their time at the server. A call that opened a connection may
/// arrive at any time before its response.
const JOURNEY: Duration = Duration::from_millis(250);
/// From this number of accounts on, the limiters of inactive accounts are dropped.
const MANY: usize = 10_000;

/// The limiters of all accounts. ActiveCampaign limits each account, so two sites that use the same
/// account share a limiter.
#[derive(Debug)]
pub(super) struct RateLimiters {
    rate: NonZeroU32,
    /// Sharing of the rate with other proxies, if there are any.
    shares: Option<Arc<dyn RateShares>>,
    accounts: Mutex<HashMap<AccountName, Arc<RateLimiter>>>,
}

/// The limiter of one account.
///
/// It has one slot per call allowed in a second. A call occupies a slot until one second after the
/// server must have received it, so no second contains more calls than there are slots.
#[derive(Debug)]
pub(super) struct RateLimiter {
    slots: Arc<Semaphore>,
    /// Set when several proxies call the account: slots are granted only during a share of this
    /// proxy.
    shared: Option<SharedRate>,
    /// Patient calls queue here, so that at most one of them is ahead of a merchant's connection
    /// test.
    queue: tokio::sync::Mutex<()>,
    held_until: Mutex<Instant>,
}

/// The slot of a call. Drop it after the response.
#[derive(Debug)]
pub(super) struct Slot {
    cold: Cold,
    _answered: oneshot::Sender<()>,
}

impl Slot {
    /// Records whether the call opens a connection.
    pub fn cold(&self) -> Cold {
        self.cold.clone()
    }
}

/// The proxy stops: no further call starts.
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

    /// Releases the rest of this proxy's shares to other proxies.
    pub async fn release_shares(&self) {
        let Some(shares) = &self.shares else { return };
        if let Ok(Err(error)) = timeout(WINDOW, shares.release()).await {
            tracing::warn!(%error, "release of the rate shares failed, they will expire");
        }
    }

    /// Prevents further calls.
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

    /// A slot for an urgent call: next in the queue, and during a pause too.
    pub async fn now(&self) -> Result<Slot, Stopping> {
        self.permit().await.map(occupy)
    }

    /// A slot for a patient call: in order of arrival, and not during a pause.
    pub async fn in_line(&self) -> Result<Slot, Stopping> {
        let _place = self.queue.lock().await;
        loop {
            self.pass_pause().await?;
            let permit = self.permit().await?;
            // A pause may have started during the wait for the permit.
            if self.held_until() <= Instant::now() {
                return Ok(occupy(permit));
            }
        }
    }

    /// Starts or extends a pause.
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

    /// Waits for the end of a pause. Checks every second, because the pause may end early or the
    /// proxy may stop.
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

/// Keeps the permit until one second after the server must have received the call.
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
    async fn no_second_contains_more_calls_than_slots_and_nearly_all_slots_are_used() {
        let limiter = limiter(4);
        let mut seen: Vec<Instant> = Vec::new();
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(20) {
            let slot = limiter.in_line().await.unwrap();
            // Simulates fast and slow transmission.
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
    async fn a_pause_delays_patient_calls_and_not_the_merchants_connection_test() {
        let limiter = limiter(4);
        limiter.hold(Duration::from_secs(30));
        let began = Instant::now();
        limiter.now().await.unwrap();
        assert!(began.elapsed() < WINDOW);
        limiter.in_line().await.unwrap();
        assert!(began.elapsed() >= Duration::from_secs(30));
    }
}
