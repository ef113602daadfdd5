//! Membership of a proxy in a cluster: renews the lease, takes over the account queues of dead
//! proxies, and polls for changes that other proxies wrote to its own queues.

use std::{sync::Arc, time::Duration};

use contract::AccountId;
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval, sleep},
};
use tokio_util::sync::CancellationToken;

use super::{
    heartbeats::Heartbeats,
    lease::{Lease, in_time},
};
use crate::{delivery::engine::Engine, store::Error};

/// Interval of lease renewals and of polls for changes.
const EVERY: Duration = Duration::from_secs(1);
/// Number of renewals between two checks for account queues without a worker.
const RENEWALS_PER_CHECK: u32 = 10;
/// Wait before a retry after a database error.
const RETRY: Duration = Duration::from_millis(500);

/// The current lease of this proxy, or `None` while it has no lease.
pub type Current = watch::Sender<Option<Arc<Lease>>>;

/// Runs the workers of the account queues that this proxy holds.
pub trait Workers: Send + Sync {
    /// Starts the worker of an account queue held under this lease, or wakes the running one.
    fn begin(&self, account: &AccountId, lease: Arc<Lease>);
    /// Whether a worker of this account runs in this proxy.
    fn contains(&self, account: &AccountId) -> bool;
    /// Notifies the worker of this account of a change.
    fn wake(&self, account: &AccountId);
}

/// Keeps this proxy in possession of a lease, and begins a new one after a loss, until the proxy
/// stops. `ended` is cancelled when the last worker has ended.
pub async fn keep<W: Workers>(
    engine: Arc<Engine>,
    current: Arc<Current>,
    stopping: CancellationToken,
    ended: CancellationToken,
    workers: W,
) {
    // After a panic of this task, its earlier lease is no longer renewed and counts as lost.
    lose(&current);
    loop {
        let held = async {
            match Lease::begin(&engine.store).await {
                Ok(lease) => {
                    let lease = Arc::new(lease);
                    current.send_replace(Some(Arc::clone(&lease)));
                    until_lost(&engine, &workers, &lease).await;
                    tracing::warn!("lease lost, other proxies take over the account queues");
                    lose(&current);
                }
                Err(error) => tracing::warn!(%error, "lease registration failed"),
            }
            sleep(RETRY).await;
        };
        tokio::select! {
            () = stopping.cancelled() => return linger(&engine, &current, &ended).await,
            () = held => {}
        }
    }
}

/// Cancels the work under the current lease, because other proxies may take over its queues.
fn lose(current: &Current) {
    if let Some(lease) = current.send_replace(None) {
        lease.lost.cancel();
    }
}

/// Renews the lease while the last calls are in flight.
async fn linger(engine: &Engine, current: &Current, ended: &CancellationToken) {
    loop {
        let lease = current.borrow().clone();
        match lease {
            Some(lease) if lease.renew(&engine.store).await => {}
            // Other proxies may take over, so do not wait for the last calls.
            Some(_) => return lose(current),
            None => return,
        }
        tokio::select! {
            () = ended.cancelled() => return,
            () = sleep(EVERY) => {}
        }
    }
}

/// Releases all account queues to other proxies. After an error, the lease expires by itself.
pub async fn leave(engine: &Engine, current: &Current) {
    let Some(lease) = current.send_replace(None) else {
        return;
    };
    let store = &engine.store;
    let released = async {
        store.leases().release_all(&lease.id).await?;
        store.proxies().forget(&lease.id).await
    };
    if let Err(error) = in_time(released).await {
        tracing::warn!(%error, "release of the account queues failed, their lease will expire");
    }
}

/// Renews the lease and polls for changes written by other proxies, until the lease is lost.
async fn until_lost(engine: &Engine, workers: &impl Workers, lease: &Arc<Lease>) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut heartbeats = Heartbeats::default();
    for renewal in (0..RENEWALS_PER_CHECK).cycle() {
        ticks.tick().await;
        if !lease.renew(&engine.store).await {
            return;
        }
        if let Err(error) = in_time(follow_changes(engine, workers, lease, &mut heartbeats)).await {
            tracing::warn!(%error, "poll for changes by other proxies failed");
        }
        if renewal + 1 == RENEWALS_PER_CHECK
            && let Err(error) = in_time(take_forgotten(engine, workers, lease)).await
        {
            tracing::warn!(%error, "check for account queues without a worker failed");
        }
    }
}

/// Claims the account queues that have work but no worker. A claim never takes a queue from the
/// proxy that holds it.
async fn take_forgotten(
    engine: &Engine,
    workers: &impl Workers,
    lease: &Lease,
) -> Result<(), Error> {
    for account in engine.store.leases().workable(&lease.id).await? {
        if !workers.contains(&account) {
            workers.wake(&account);
        }
    }
    Ok(())
}

async fn follow_changes(
    engine: &Engine,
    workers: &impl Workers,
    lease: &Arc<Lease>,
    heartbeats: &mut Heartbeats,
) -> Result<(), Error> {
    let store = &engine.store;
    begin(workers, lease, store.leases().dirty(&lease.id).await?);
    let others = store.proxies().others(&lease.id).await?;
    for (dead, seen) in heartbeats.silent(others) {
        if seen > 0 && !store.proxies().declare_dead(&dead, seen).await? {
            continue;
        }
        let taken = store.leases().take_over(&dead, &lease.id).await?;
        if taken.is_empty() {
            store.proxies().forget(&dead).await?;
            continue;
        }
        tracing::warn!(
            account_queues = taken.len(),
            "took over account queues of a dead proxy"
        );
        engine.metrics.took_over(taken.len());
        begin(workers, lease, taken);
    }
    Ok(())
}

fn begin(workers: &impl Workers, lease: &Arc<Lease>, accounts: Vec<AccountId>) {
    for account in accounts {
        workers.begin(&account, Arc::clone(lease));
    }
}

/// Claims an account queue after a change, or marks it as changed for the proxy that holds it.
/// Retries until the database has stored the change, because nothing else records it.
pub async fn claim<W: Workers>(
    engine: Arc<Engine>,
    current: Arc<Current>,
    stopping: CancellationToken,
    workers: W,
    account: AccountId,
) {
    let mut leases = current.subscribe();
    let claimed = async {
        loop {
            let lease = match leases.wait_for(Option::is_some).await.as_deref() {
                Ok(Some(lease)) => Arc::clone(lease),
                _ => return,
            };
            match in_time(engine.store.leases().claim(&account, &lease.id)).await {
                Ok(true) => return workers.begin(&account, lease),
                Ok(false) => return,
                Err(error) => {
                    let account = account.as_str();
                    tracing::warn!(account, %error, "claim of an account queue failed");
                }
            }
            sleep(RETRY).await;
        }
    };
    tokio::select! {
        () = stopping.cancelled() => {}
        () = claimed => {}
    }
}
