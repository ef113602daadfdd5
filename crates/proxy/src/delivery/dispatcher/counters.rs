//! The counters of an account are kept by the transactions that move its rows. Here they are
//! compared with the rows, one account after the other, so that a mistake does not stay.

use contract::AccountId;
use tokio::time::sleep;

use super::Dispatcher;
use crate::{delivery::cluster::Membership, store::Error};

/// Compares and mends, round after round, until the proxy stops.
pub(super) async fn keep(dispatcher: Dispatcher) {
    let rounds = async {
        loop {
            if let Err(error) = round(&dispatcher).await {
                tracing::error!(%error, "check of the counters");
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
        // Others are not to feel it, however many accounts there are.
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
            "counters differed from the rows and were mended"
        );
    }
    // On a shared database the membership looks for queues that should run and do not.
    if counted.waiting_rows > 0
        && matches!(dispatcher.membership, Membership::Alone(_))
        && !dispatcher.registry.contains(account)
    {
        dispatcher.wake(account);
    }
    Ok(())
}
