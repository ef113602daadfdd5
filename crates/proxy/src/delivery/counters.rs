//! The counters of an account are kept by the transactions that move its rows. Here they are
//! compared with the rows, one account after the other, so that a mistake does not stay.

use contract::AccountId;
use tokio::time::sleep;

use super::{Delivery, ownership::Membership};
use crate::store::Error;

/// Compares and mends, round after round, until the proxy stops.
pub(super) async fn keep(delivery: Delivery) {
    let rounds = async {
        loop {
            if let Err(error) = round(&delivery).await {
                tracing::error!(%error, "check of the counters");
            }
            sleep(delivery.engine.limits.counters.round).await;
        }
    };
    tokio::select! {
        () = delivery.stopping.cancelled() => {}
        () = rounds => {}
    }
}

async fn round(delivery: &Delivery) -> Result<(), Error> {
    for account in delivery.engine.store.lanes().accounts().await? {
        check(delivery, &account).await?;
        // Others are not to feel it, however many accounts there are.
        sleep(delivery.engine.limits.counters.step).await;
    }
    Ok(())
}

async fn check(delivery: &Delivery, account: &AccountId) -> Result<(), Error> {
    let outbox = delivery.engine.store.outbox();
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
        && matches!(delivery.membership, Membership::Alone(_))
        && !delivery.runs(account)
    {
        delivery.wake(account);
    }
    Ok(())
}
