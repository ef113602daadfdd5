//! A proxy among others: it says that it lives, takes lanes that nobody works on, and looks at
//! what others did to its own.

use std::{sync::Arc, time::Duration};

use contract::AccountId;
use tokio::{
    sync::watch,
    time::{MissedTickBehavior, interval, sleep},
};

use super::{
    Delivery, Engine,
    lease::{Lease, TERM, in_time},
    ownership::Ownership,
};
use crate::store::Error;

/// How often a proxy says that it lives, and looks around.
const EVERY: Duration = Duration::from_secs(1);
/// Every so many looks around it is asked whether a lane was forgotten.
const LOOKS: u32 = 10;
/// How long to wait before the next try when the database fails.
const AGAIN: Duration = Duration::from_millis(500);

/// The lease under which this proxy holds lanes at the moment, if it has one.
pub(super) type Current = watch::Sender<Option<Arc<Lease>>>;

/// Holds a lease, and another when it was lost, until the proxy stops.
pub(super) async fn keep(delivery: Delivery, current: Arc<Current>) {
    // Of a run of this task that panicked.
    lose(&current);
    loop {
        let held = async {
            match Lease::begin(&delivery.engine.store).await {
                Ok(lease) => {
                    let lease = Arc::new(lease);
                    current.send_replace(Some(Arc::clone(&lease)));
                    work(&delivery, &lease).await;
                    tracing::warn!("the lease of the lanes was lost: others go on with them");
                    lose(&current);
                }
                Err(error) => tracing::warn!(%error, "no lease of lanes"),
            }
            sleep(AGAIN).await;
        };
        tokio::select! {
            () = delivery.stopping.cancelled() => return linger(&delivery, &current).await,
            () = held => {}
        }
    }
}

/// Tells all account queues of the current lease that others may have them.
fn lose(current: &Current) {
    if let Some(lease) = current.send_replace(None) {
        lease.lost.cancel();
    }
}

/// While the last calls are under way the lanes are still ours.
async fn linger(delivery: &Delivery, current: &Current) {
    loop {
        let lease = current.borrow().clone();
        match lease {
            Some(lease) if lease.renew(&delivery.engine.store).await => {}
            // Others may go on with them: the last calls are not waited for.
            Some(_) => return lose(current),
            None => return,
        }
        tokio::select! {
            () = delivery.ended.cancelled() => return,
            () = sleep(EVERY) => {}
        }
    }
}

/// Gives everything back for others to go on with. What is not given back runs out.
pub(super) async fn leave(engine: &Engine, current: &Current) {
    let Some(lease) = current.send_replace(None) else {
        return;
    };
    let store = &engine.store;
    let given_back = async {
        store.leases().release_all(&lease.id).await?;
        store.proxies().forget(&lease.id).await
    };
    if let Err(error) = in_time(given_back).await {
        tracing::warn!(%error, "lanes were not given back: others take them in a few seconds");
    }
}

/// Until the lease is lost.
async fn work(delivery: &Delivery, lease: &Arc<Lease>) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    for look in (0..LOOKS).cycle() {
        ticks.tick().await;
        if !lease.renew(&delivery.engine.store).await {
            return;
        }
        if let Err(error) = in_time(look_around(delivery, lease)).await {
            tracing::warn!(%error, "lanes of others");
        }
        if look + 1 == LOOKS
            && let Err(error) = in_time(take_up(delivery, lease)).await
        {
            tracing::warn!(%error, "lanes of nobody's");
        }
    }
}

/// Lanes on which somebody should work and nobody does are claimed again, which takes no lane from
/// anybody who has it.
async fn take_up(delivery: &Delivery, lease: &Lease) -> Result<(), Error> {
    let leases = delivery.engine.store.leases();
    for account in leases.workable(&lease.id).await? {
        if !delivery.runs(&account) {
            delivery.wake(&account);
        }
    }
    Ok(())
}

async fn look_around(delivery: &Delivery, lease: &Arc<Lease>) -> Result<(), Error> {
    let store = &delivery.engine.store;
    begin(delivery, lease, store.leases().stirred(&lease.id).await?);
    store.proxies().cut_short(TERM).await?;
    for dead in store.proxies().dead().await? {
        let taken = store.leases().take_over(&dead, &lease.id).await?;
        if taken.is_empty() {
            store.proxies().forget(&dead).await?;
            continue;
        }
        tracing::warn!(lanes = taken.len(), "taken over from a proxy that is gone");
        delivery.engine.metrics.took_over(taken.len());
        begin(delivery, lease, taken);
    }
    Ok(())
}

fn begin(delivery: &Delivery, lease: &Arc<Lease>, accounts: Vec<AccountId>) {
    for account in accounts {
        delivery.begin(&account, Ownership::Leased(Arc::clone(lease)));
    }
}

/// Takes a lane for which something changed, or tells the proxy that has it. As often as it takes:
/// nobody else knows of the change.
pub(super) async fn claim(delivery: Delivery, current: Arc<Current>, account: AccountId) {
    let mut leases = current.subscribe();
    let claimed = async {
        loop {
            let lease = match leases.wait_for(Option::is_some).await.as_deref() {
                Ok(Some(lease)) => Arc::clone(lease),
                _ => return,
            };
            let free = delivery.engine.store.leases();
            match in_time(free.claim(&account, &lease.id)).await {
                Ok(true) => return delivery.begin(&account, Ownership::Leased(lease)),
                Ok(false) => return,
                Err(error) => tracing::warn!(account = account.as_str(), %error, "claiming a lane"),
            }
            sleep(AGAIN).await;
        }
    };
    tokio::select! {
        () = delivery.stopping.cancelled() => {}
        () = claimed => {}
    }
}
