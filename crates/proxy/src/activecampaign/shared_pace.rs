use std::{sync::Arc, time::Duration};

use contract::AccountName;
use tokio::{
    sync::{Mutex, Semaphore},
    time::{Instant, sleep},
};

use super::pace::Stopping;
use crate::store::{AccountTurn, Store};

/// A call begins so long before the turn's end at least: it may have to open a connection, with a
/// name to look up and TLS to agree on, before the server sees it.
const COLD_JOURNEY: Duration = Duration::from_millis(400);
/// How long to wait for a database that fails. Nothing is called without it.
const DATABASE: Duration = Duration::from_millis(250);

/// A proxy among several, which takes turns with them at calling an account.
#[derive(Clone, Debug)]
pub struct Sharing {
    /// Where the turns are kept.
    pub store: Store,
    /// This proxy, as long as it runs.
    pub proxy: Arc<str>,
}

/// This proxy's turns at calling one account.
#[derive(Debug)]
pub(super) struct Turns {
    sharing: Sharing,
    name: AccountName,
    /// Until when calls may reach the server.
    until: Mutex<Instant>,
}

impl Turns {
    pub fn new(sharing: &Sharing, name: &AccountName) -> Self {
        Self {
            sharing: sharing.clone(),
            name: name.clone(),
            until: Mutex::new(Instant::now()),
        }
    }

    /// Waits until it is this proxy's turn for long enough that a call reaches the server within.
    /// `slots` are closed when the proxy stops.
    pub async fn take(&self, slots: &Semaphore) -> Result<(), Stopping> {
        let mut until = self.until.lock().await;
        while Instant::now() + COLD_JOURNEY >= *until {
            if slots.is_closed() {
                return Err(Stopping);
            }
            // The turn began later than it was asked for: counted from here it ends early, not late.
            let asked = Instant::now();
            let turns = self.sharing.store.paces();
            match turns.turn(&self.name, &self.sharing.proxy).await {
                Ok(AccountTurn::Ours(left)) => *until = asked + left,
                Ok(AccountTurn::In(wait)) => sleep(wait).await,
                Err(error) => {
                    tracing::warn!(%error, "no turn at an account");
                    sleep(DATABASE).await;
                }
            }
        }
        Ok(())
    }
}
