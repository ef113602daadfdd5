use std::{fmt, sync::Arc, time::Duration};

use contract::AccountName;
use futures_util::future::BoxFuture;
use tokio::{
    sync::{Mutex, Semaphore},
    time::{Instant, sleep},
};

use super::Stopping;

/// A call begins so long before the share's end at least: it may have to open a connection, with a
/// name to look up and TLS to agree on, before the server sees it.
const COLD_JOURNEY: Duration = Duration::from_millis(400);
/// How long to wait for a database that fails. Nothing is called without it.
const DATABASE: Duration = Duration::from_millis(250);

/// Shares the rate of each account among the proxies that call it. One proxy at a time has the
/// whole rate, for its share of the time.
pub trait RateShares: fmt::Debug + Send + Sync {
    /// Takes this proxy's share of an account, or gets in line for it.
    ///
    /// # Errors
    /// When the place where shares are kept fails.
    fn claim<'a>(&'a self, name: &'a AccountName) -> BoxFuture<'a, anyhow::Result<RateShare>>;

    /// Ends every share of this proxy, which stops.
    ///
    /// # Errors
    /// When the place where shares are kept fails.
    fn release(&self) -> BoxFuture<'_, anyhow::Result<()>>;
}

/// What asking for a share led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateShare {
    /// So long from the moment of asking on, calls may reach the server.
    Ours(Duration),
    /// Another proxy's: ask again after so long.
    In(Duration),
}

/// This proxy's shares of one account.
#[derive(Debug)]
pub(super) struct SharedRate {
    shares: Arc<dyn RateShares>,
    name: AccountName,
    /// Until when calls may reach the server.
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

    /// Waits until this proxy's share lasts long enough for a call to reach the server within it.
    /// `slots` are closed when the proxy stops.
    pub async fn take(&self, slots: &Semaphore) -> Result<(), Stopping> {
        let mut until = self.until.lock().await;
        while Instant::now() + COLD_JOURNEY >= *until {
            if slots.is_closed() {
                return Err(Stopping);
            }
            // The share began later than it was asked for: counted from here it ends early, not
            // late.
            let asked = Instant::now();
            match self.shares.claim(&self.name).await {
                Ok(RateShare::Ours(left)) => *until = asked + left,
                Ok(RateShare::In(wait)) => sleep(wait).await,
                Err(error) => {
                    tracing::warn!(%error, "no share of the rate of an account");
                    sleep(DATABASE).await;
                }
            }
        }
        Ok(())
    }
}
