//! A proxy among others: it renews its lease, takes over the account queues of proxies that are
//! gone, and learns of changes to its own queues that others wrote.

use std::{sync::Arc, time::Duration};

use contract::AccountId;
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval, sleep},
};
use tokio_util::sync::CancellationToken;

use super::lease::{Lease, TERM, in_time};
use crate::{delivery::engine::Engine, store::Error};

/// How often a proxy renews its lease and looks for changes.
const EVERY: Duration = Duration::from_secs(1);
/// After so many renewals it is checked whether an account queue was forgotten.
const RENEWALS_PER_CHECK: u32 = 10;
/// How long to wait before the next try when the database fails.
const RETRY: Duration = Duration::from_millis(500);

/// The lease under which this proxy holds account queues at the moment, if it has one.
pub type Current = watch::Sender<Option<Arc<Lease>>>;

/// Who works on the account queues that this proxy holds.
pub trait Workers: Send + Sync {
    /// Starts or wakes the worker of an account queue that is held under this lease.
    fn begin(&self, account: &AccountId, lease: Arc<Lease>);
    /// Whether the account has a worker here.
    fn contains(&self, account: &AccountId) -> bool;
    /// Something changed for the account.
    fn wake(&self, account: &AccountId);
}

/// Holds a lease, and another one after it was lost, until the proxy stops. `ended` is cancelled
/// when the last worker has ended.
pub async fn keep<W: Workers>(
    engine: Arc<Engine>,
    current: Arc<Current>,
    stopping: CancellationToken,
    ended: CancellationToken,
    workers: W,
) {
    // This task may have panicked before: nobody renews the lease that it held.
    lose(&current);
    loop {
        let held = async {
            match Lease::begin(&engine.store).await {
                Ok(lease) => {
                    let lease = Arc::new(lease);
                    current.send_replace(Some(Arc::clone(&lease)));
                    until_lost(&engine, &workers, &lease).await;
                    tracing::warn!("lease lost: other proxies take over its account queues");
                    lose(&current);
                }
                Err(error) => tracing::warn!(%error, "lease not obtained"),
            }
            sleep(RETRY).await;
        };
        tokio::select! {
            () = stopping.cancelled() => return linger(&engine, &current, &ended).await,
            () = held => {}
        }
    }
}

/// Tells all workers of the current lease that other proxies may have their queues.
fn lose(current: &Current) {
    if let Some(lease) = current.send_replace(None) {
        lease.lost.cancel();
    }
}

/// Renews the lease while the last calls are under way.
async fn linger(engine: &Engine, current: &Current, ended: &CancellationToken) {
    loop {
        let lease = current.borrow().clone();
        match lease {
            Some(lease) if lease.renew(&engine.store).await => {}
            // Other proxies may take over: the last calls are not waited for.
            Some(_) => return lose(current),
            None => return,
        }
        tokio::select! {
            () = ended.cancelled() => return,
            () = sleep(EVERY) => {}
        }
    }
}

/// Releases everything for other proxies. What is not released runs out.
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
        tracing::warn!(%error, "account queues not released: their lease runs out in a few seconds");
    }
}

/// Renews the lease and follows the changes of others, until the lease is lost.
async fn until_lost(engine: &Engine, workers: &impl Workers, lease: &Arc<Lease>) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for renewal in (0..RENEWALS_PER_CHECK).cycle() {
        ticks.tick().await;
        if !lease.renew(&engine.store).await {
            return;
        }
        if let Err(error) = in_time(follow_changes(engine, workers, lease)).await {
            tracing::warn!(%error, "changes of other proxies not read");
        }
        if renewal + 1 == RENEWALS_PER_CHECK
            && let Err(error) = in_time(take_forgotten(engine, workers, lease)).await
        {
            tracing::warn!(%error, "account queues without a worker not read");
        }
    }
}

/// Account queues that need a worker and have none are claimed again, which takes no queue from a
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
) -> Result<(), Error> {
    let store = &engine.store;
    begin(workers, lease, store.leases().dirty(&lease.id).await?);
    store.proxies().cut_short(TERM).await?;
    for dead in store.proxies().dead().await? {
        let taken = store.leases().take_over(&dead, &lease.id).await?;
        if taken.is_empty() {
            store.proxies().forget(&dead).await?;
            continue;
        }
        tracing::warn!(
            account_queues = taken.len(),
            "took over account queues of a proxy that is gone"
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

/// Claims an account queue for which something changed, or tells the proxy that holds it. Retries
/// until the database has answered: nobody else knows of the change.
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
                    tracing::warn!(account, %error, "account queue not claimed");
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
