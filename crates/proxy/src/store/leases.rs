use contract::AccountId;

use super::Store;
use crate::store::Error;

/// How many account queues are taken in one statement: the others are for other proxies, or a
/// second later.
const AT_ONCE: i64 = 500;

/// Which proxy works on which account queue. PostgreSQL alone.
#[derive(Debug)]
pub struct Leases<'a> {
    pub(super) store: &'a Store,
}

/// How giving an account queue back ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Released {
    /// Whoever has a use for it may take it.
    Yes,
    /// Something changed meanwhile: it is still ours.
    Dirty,
}

impl Leases<'_> {
    /// Takes an account queue if nobody has it; whoever has it is told to look. Returns whether it
    /// is ours.
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

    /// The account queues with something new: of ours, and of nobody's, which are ours now.
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

    /// Account queues of ours or of nobody's on which something could be done. None of ours should
    /// be among them that nobody works on, and none of nobody's at all: but the statement that took
    /// an account queue, or ended a pause, may have been done and its answer lost.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn workable(&self, proxy: &str) -> Result<Vec<AccountId>, Error> {
        let accounts = sqlx::query_scalar::<_, String>(
            "SELECT l.account FROM account_queues l JOIN accounts a ON a.id = l.account \
             JOIN sites s ON s.site = a.site \
             WHERE (l.leased_by IS NULL OR l.leased_by = $1) \
             AND (l.pause_reason IS NULL OR l.paused_until IS NOT NULL) \
             AND a.enabled = 1 AND (a.orders = 1 OR a.abandoned_carts = 1) \
             AND s.module_active = 1 AND EXISTS \
             (SELECT 1 FROM outbox o WHERE o.account = l.account AND o.state = 'waiting')",
        )
        .bind(proxy)
        .fetch_all(&self.store.readers)
        .await?;
        Ok(identifiers(&accounts))
    }

    /// Takes account queues of a proxy that is dead.
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

    /// Gives an account queue back on which nothing is to be done, unless something changed
    /// meanwhile.
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

    /// Gives all account queues of a proxy back, for others to go on with.
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
