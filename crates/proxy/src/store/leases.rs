use contract::AccountId;

use super::Store;
use crate::store::{BEHIND_ALL, Error};

/// Maximum number of account queues per statement. Other proxies take the rest, or this one a
/// second later.
const AT_ONCE: i64 = 500;

/// Leases of account queues to proxies. PostgreSQL only.
#[derive(Debug)]
pub struct Leases<'a> {
    pub(super) store: &'a Store,
}

/// Result of a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Released {
    /// Other proxies may claim the account queue.
    Yes,
    /// Something changed meanwhile: this proxy still holds the account queue.
    Dirty,
}

impl Leases<'_> {
    /// Claims an account queue if no proxy holds it; otherwise marks it as changed for its holder.
    /// Returns whether this proxy holds the queue.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim(&self, account: &AccountId, proxy: &str) -> Result<bool, Error> {
        let mut ours = sqlx::query_scalar::<_, i64>(
            "UPDATE account_queues SET leased_by = COALESCE(leased_by, $1), \
             dirty = CASE WHEN COALESCE(leased_by, $1) = $1 THEN 0 ELSE 1 END \
             WHERE account = $2 \
             RETURNING CAST(CASE WHEN leased_by = $1 THEN 1 ELSE 0 END AS BIGINT)",
        )
        .bind(proxy)
        .bind(account.as_str())
        .fetch_all(&self.store.writer)
        .await?;
        Ok(ours.pop() == Some(1))
    }

    /// The account queues with changes that this proxy holds, and those without a holder, which
    /// this call claims.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dirty(&self, proxy: &str) -> Result<Vec<AccountId>, Error> {
        let accounts = sqlx::query_scalar::<_, String>(
            "UPDATE account_queues SET leased_by = $1, dirty = 0 WHERE account IN \
             (SELECT account FROM account_queues WHERE dirty = 1 AND (leased_by IS NULL OR leased_by = $1) \
             LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING account",
        )
        .bind(proxy)
        .bind(AT_ONCE)
        .fetch_all(&self.store.writer)
        .await?;
        Ok(identifiers(&accounts))
    }

    /// The account queues that could be processed and are held by this proxy or by none. Normally
    /// each has a worker in this proxy; but the response to the statement that claimed a queue, or
    /// ended a pause, may have been lost.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn workable(&self, proxy: &str) -> Result<Vec<AccountId>, Error> {
        let accounts = sqlx::query_scalar::<_, String>(
            "SELECT l.account FROM account_queues l JOIN accounts a ON a.id = l.account \
             JOIN sites s ON s.site = a.site \
             WHERE (l.leased_by IS NULL OR l.leased_by = $1) \
             AND (l.pause_reason IS NULL OR l.paused_until IS NOT NULL) \
             AND a.deleted_at IS NULL AND a.enabled = 1 AND (a.orders = 1 OR a.abandoned_carts = 1) \
             AND s.module_active = 1 AND EXISTS \
             (SELECT 1 FROM outbox o WHERE o.account = l.account AND o.state = 'waiting' \
             AND (o.position < $2 OR l.history_state IS NULL OR l.history_state = 'running'))",
        )
        .bind(proxy)
        .bind(BEHIND_ALL)
        .fetch_all(&self.store.readers)
        .await?;
        Ok(identifiers(&accounts))
    }

    /// Takes over account queues of a dead proxy.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_over(&self, dead: &str, proxy: &str) -> Result<Vec<AccountId>, Error> {
        let accounts = sqlx::query_scalar::<_, String>(
            "UPDATE account_queues SET leased_by = $1, dirty = 0 WHERE account IN \
             (SELECT account FROM account_queues WHERE leased_by = $2 LIMIT $3 FOR UPDATE SKIP LOCKED) \
             RETURNING account",
        )
        .bind(proxy)
        .bind(dead)
        .bind(AT_ONCE)
        .fetch_all(&self.store.writer)
        .await?;
        Ok(identifiers(&accounts))
    }

    /// Releases an account queue without work, unless something changed meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release(&self, account: &AccountId, proxy: &str) -> Result<Released, Error> {
        let mut still_ours = sqlx::query_scalar::<_, i64>(
            "UPDATE account_queues SET leased_by = CASE WHEN dirty = 1 THEN leased_by END, dirty = 0 \
             WHERE account = $1 AND leased_by = $2 \
             RETURNING CAST(CASE WHEN leased_by IS NULL THEN 0 ELSE 1 END AS BIGINT)",
        )
        .bind(account.as_str())
        .bind(proxy)
        .fetch_all(&self.store.writer)
        .await?;
        Ok(match still_ours.pop() {
            Some(1) => Released::Dirty,
            _ => Released::Yes,
        })
    }

    /// Releases all account queues of this proxy, for other proxies to continue.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_all(&self, proxy: &str) -> Result<(), Error> {
        sqlx::query("UPDATE account_queues SET leased_by = NULL, dirty = 1 WHERE leased_by = $1")
            .bind(proxy)
            .execute(&self.store.writer)
            .await?;
        Ok(())
    }
}

pub(super) fn identifiers(accounts: &[String]) -> Vec<AccountId> {
    accounts
        .iter()
        .filter_map(|id| AccountId::parse(id))
        .collect()
}
