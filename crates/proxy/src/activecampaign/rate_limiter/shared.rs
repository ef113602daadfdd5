use std::{fmt, sync::Arc, time::Duration};

use contract::AccountName;
use futures_util::future::BoxFuture;
use tokio::{
    sync::{Mutex, Semaphore},
    time::{Instant, sleep},
};

use super::Stopping;

/// Minimum remaining time of a share for a call to start: the call may have to open a connection,
/// with a DNS lookup and a TLS handshake, before it reaches the server.
const COLD_JOURNEY: Duration = Duration::from_millis(400);
/// Wait before a retry after a database error. Without the database, no call starts.
const DATABASE: Duration = Duration::from_millis(250);

/// Shares the rate of each account among the proxies that call it. One proxy at a time has the
/// whole rate, for the duration of its share.
pub trait RateShares: fmt::Debug + Send + Sync {
    /// Claims a share of an account's rate for this proxy, or queues for it.
    ///
    /// # Errors
    /// When the store of the shares fails.
    fn claim<'a>(&'a self, name: &'a AccountName) -> BoxFuture<'a, anyhow::Result<RateShare>>;

    /// Ends all shares of this proxy, which stops.
    ///
    /// # Errors
    /// When the store of the shares fails.
    fn release(&self) -> BoxFuture<'_, anyhow::Result<()>>;
}

/// Result of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateShare {
    /// The share is this proxy's: calls may reach the server for this long after the claim started.
    Ours(Duration),
    /// The share is another proxy's: claim again after this long.
    In(Duration),
}

/// This proxy's share of one account's rate.
#[derive(Debug)]
pub(super) struct SharedRate {
    shares: Arc<dyn RateShares>,
    name: AccountName,
    /// End of the share: later, calls must not reach the server.
    until: Mutex<Instant>,
}

impl SharedRate {
    pub fn new(shares: Arc<dyn RateShares>, name: &AccountName) -> Self {
        Self {
            shares,
            name: name.clone(),
            until: Mutex::new(Instant::now()),
        }
    }

    /// Waits until this proxy's share is long enough for a call to reach the server within it.
    /// `slots` is closed when the proxy stops.
    pub async fn take(&self, slots: &Semaphore) -> Result<(), Stopping> {
        let mut until = self.until.lock().await;
        while Instant::now() + COLD_JOURNEY >= *until {
            if slots.is_closed() {
                return Err(Stopping);
            }
            // Measured before the claim, so that the share ends early here rather than late.
            let asked = Instant::now();
            match self.shares.claim(&self.name).await {
                Ok(RateShare::Ours(left)) => *until = asked + left,
                Ok(RateShare::In(wait)) => sleep(wait).await,
                Err(error) => {
                    tracing::warn!(%error, "claim of a rate share failed");
                    sleep(DATABASE).await;
                }
            }
        }
        Ok(())
    }
}
