//! Conditions that need the merchant's attention: stopped sending, dead letters, rejected items.

mod sentences;

use std::time::Duration;

use contract::{
    Account, SiteId,
    attention::{Attention, AttentionCode},
    transfer::PauseReason,
};

use crate::{
    clock,
    store::{Error, QueueState, Store},
};

/// The conditions of a site, the most severe of each account first.
///
/// # Errors
/// When a database query fails.
pub(crate) async fn of_site(
    store: &Store,
    site: &SiteId,
    module_active: bool,
    standstill: Duration,
) -> Result<Vec<Attention>, Error> {
    let mut attention = Vec::new();
    for stored in store.accounts().of_site(site).await? {
        let account = &stored.account;
        let state = store.account_queues().state(&account.id).await?;
        let stopped = match module_active {
            true => stopped(account, &state, standstill)
                .map(|(reason, since)| (code_of(reason), clock::at_milliseconds(since))),
            false => {
                let since = store.sites().module_since(site).await?;
                let since = since.map_or_else(clock::now_milliseconds, |seconds| seconds * 1000);
                Some((AttentionCode::ModuleInactive, clock::at_milliseconds(since)))
            }
        };
        let mut add = |code, since, count| {
            attention.push(Attention {
                code,
                since,
                count,
                message: sentences::of(code, count),
                // Must match the panel's routes.
                path: format!("/accounts/{}", account.id.as_str()),
            });
        };
        if let Some((code, since)) = stopped {
            add(code, since, 1);
        }
        if state.counters.failed > 0 {
            let since = store.outbox().oldest_failed_at(&account.id).await?;
            let since = since.unwrap_or_else(clock::now);
            add(AttentionCode::SetAside, since, state.counters.failed);
        }
        if state.counters.rejected > 0 {
            let since = store.rejections().oldest_at(&account.id).await?;
            let since = since.unwrap_or_else(clock::now);
            add(AttentionCode::Rejected, since, state.counters.rejected);
        }
    }
    Ok(attention)
}

/// The sum of the counts of all conditions.
pub(crate) fn count(attention: &[Attention]) -> i64 {
    attention.iter().map(|one| one.count).sum()
}

/// Why an account sends nothing, and since when (milliseconds since 1970), if the merchant must be
/// notified. Pauses that the merchant caused are left out; temporary ones are reported only after
/// `standstill`.
pub(crate) fn stopped(
    account: &Account,
    state: &QueueState,
    standstill: Duration,
) -> Option<(PauseReason, i64)> {
    let reason = state.pause.filter(|_| account.enabled)?.reason;
    let now = clock::now_milliseconds();
    let since = state.paused_since.unwrap_or(now);
    let lasted = u128::try_from(now - since).unwrap_or(0);
    match reason {
        // These two reasons are never stored as a pause.
        PauseReason::AccountDisabled | PauseReason::ModuleInactive => None,
        PauseReason::Maintenance
        | PauseReason::RateLimited
        | PauseReason::Unreachable
        | PauseReason::Unknown
            if lasted < standstill.as_millis() =>
        {
            None
        }
        reason => Some((reason, since)),
    }
}

const fn code_of(reason: PauseReason) -> AttentionCode {
    match reason {
        PauseReason::KeyRejected => AttentionCode::KeyRejected,
        PauseReason::AccountNotFound => AttentionCode::AccountNotFound,
        PauseReason::NoEcommerce => AttentionCode::NoEcommerce,
        PauseReason::AccountSuspended => AttentionCode::AccountSuspended,
        PauseReason::ModuleInactive => AttentionCode::ModuleInactive,
        PauseReason::AccountDisabled
        | PauseReason::ConnectionRefused
        | PauseReason::Maintenance
        | PauseReason::RateLimited
        | PauseReason::Unreachable
        | PauseReason::Unknown => AttentionCode::SendingStopped,
    }
}
