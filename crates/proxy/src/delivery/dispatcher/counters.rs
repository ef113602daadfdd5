//! Check of the counters. The transactions that change rows also update the counters of the
//! account. This task compares counters and rows, account by account, and corrects differences.

use contract::AccountId;
use tokio::time::sleep;

use super::Dispatcher;
use crate::{delivery::cluster::Membership, store::Error};

/// Checks all accounts in repeated rounds until the proxy stops.
pub(super) async fn keep(dispatcher: Dispatcher) {
    let rounds = async {
        loop {
            if let Err(error) = round(&dispatcher).await {
                tracing::error!(%error, "counter check failed");
            }
            sleep(dispatcher.engine.limits.counters.round).await;
        }
    };
    tokio::select! {
        () = dispatcher.registry.stopping.cancelled() => {}
        () = rounds => {}
    }
}

async fn round(dispatcher: &Dispatcher) -> Result<(), Error> {
    for account in dispatcher.engine.store.account_queues().accounts().await? {
        check(dispatcher, &account).await?;
        // Limits the load on the database, however many accounts there are.
        sleep(dispatcher.engine.limits.counters.step).await;
    }
    Ok(())
}

async fn check(dispatcher: &Dispatcher, account: &AccountId) -> Result<(), Error> {
    let outbox = dispatcher.engine.store.outbox();
    let Some(counted) = outbox.counted(account).await? else {
        return Ok(());
    };
    if !counted.is_right()
        && let Some(wrong) = outbox.mend_counters(account).await?
    {
        let account = account.as_str();
        tracing::error!(
            account,
            ?wrong,
            "counters differed from the rows and were corrected"
        );
    }
    // On a shared database, the membership finds queues with work but no worker.
    if counted.waiting_rows > 0
        && matches!(dispatcher.membership, Membership::Alone(_))
        && !dispatcher.registry.contains(account)
    {
        dispatcher.wake(account);
    }
    Ok(())
}
