//! Adds an account's overview: counters by state, whether sending stopped, and when the last order
//! was sent.

use contract::Account;

use crate::{attention, error::Error, http::App, store::StoredAccount};

/// Adds what is not part of the account's record.
pub(super) async fn with_overview(
    app: &App,
    stored: StoredAccount,
) -> Result<StoredAccount, Error> {
    let account = &stored.account;
    let Some(state) = app.store.account_queues().find(&account.id).await? else {
        return Ok(stored);
    };
    let stopped = attention::stopped(account, &state, app.limits.standstill);
    let last_order_sent_at = app.store.outbox().last_order_sent_at(&account.id).await?;
    Ok(StoredAccount {
        account: Account {
            transfers: Some(state.counters),
            stopped: stopped.map(|(reason, _)| reason),
            last_order_sent_at,
            ..stored.account
        },
        ..stored
    })
}
