use contract::AccountId;

use super::Store;
use crate::store::Error;

/// How many lanes are taken in one statement: the others are for other proxies, or a second later.
const AT_ONCE: i64 = 500;

/// Which proxy works on which lane. PostgreSQL alone.
#[derive(Debug)]
pub struct Leases<'a> {
    pub(super) store: &'a Store,
}

/// How giving a lane back ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Released {
    /// Whoever has a use for it may take it.
    Yes,
    /// Something changed meanwhile: it is still ours.
    Stirred,
}

impl Leases<'_> {
    /// Takes a lane if nobody has it; whoever has it is told to look. Returns whether it is ours.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim(&self, account: &AccountId, proxy: &str) -> Result<bool, Error> {
        let mut ours = sqlx::query_scalar::<_, i64>(
            "UPDATE lanes SET holder = COALESCE(holder, $1), \
             stirred = CASE WHEN COALESCE(holder, $1) = $1 THEN 0 ELSE 1 END \
             WHERE account = $2 \
             RETURNING CAST(CASE WHEN holder = $1 THEN 1 ELSE 0 END AS BIGINT)",
        )
        .bind(proxy)
        .bind(account.as_str())
        .fetch_all(&self.store.writer)
        .await?;
        Ok(ours.pop() == Some(1))
    }

    /// The lanes with something new: of ours, and of nobody's, which are ours now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stirred(&self, proxy: &str) -> Result<Vec<AccountId>, Error> {
        let accounts = sqlx::query_scalar::<_, String>(
            "UPDATE lanes SET holder = $1, stirred = 0 WHERE account IN \
             (SELECT account FROM lanes WHERE stirred = 1 AND (holder IS NULL OR holder = $1) \
             LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING account",
        )
        .bind(proxy)
        .bind(AT_ONCE)
        .fetch_all(&self.store.writer)
        .await?;
        Ok(identifiers(&accounts))
    }

    /// Lanes of ours or of nobody's on which something could be done. None of ours should be among
    /// them that nobody works on, and none of nobody's at all: but the statement that took a lane,
    /// or ended a pause, may have been done and its answer lost.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn workable(&self, proxy: &str) -> Result<Vec<AccountId>, Error> {
        let accounts = sqlx::query_scalar::<_, String>(
            "SELECT l.account FROM lanes l JOIN accounts a ON a.id = l.account \
             JOIN sites s ON s.site = a.site \
             WHERE (l.holder IS NULL OR l.holder = $1) \
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

    /// Takes lanes of a proxy that is dead.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_over(&self, dead: &str, proxy: &str) -> Result<Vec<AccountId>, Error> {
        let accounts = sqlx::query_scalar::<_, String>(
            "UPDATE lanes SET holder = $1, stirred = 0 WHERE account IN \
             (SELECT account FROM lanes WHERE holder = $2 LIMIT $3 FOR UPDATE SKIP LOCKED) \
             RETURNING account",
        )
        .bind(proxy)
        .bind(dead)
        .bind(AT_ONCE)
        .fetch_all(&self.store.writer)
        .await?;
        Ok(identifiers(&accounts))
    }

    /// Gives a lane back on which nothing is to be done, unless something changed meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release(&self, account: &AccountId, proxy: &str) -> Result<Released, Error> {
        let mut still_ours = sqlx::query_scalar::<_, i64>(
            "UPDATE lanes SET holder = CASE WHEN stirred = 1 THEN holder END, stirred = 0 \
             WHERE account = $1 AND holder = $2 \
             RETURNING CAST(CASE WHEN holder IS NULL THEN 0 ELSE 1 END AS BIGINT)",
        )
        .bind(account.as_str())
        .bind(proxy)
        .fetch_all(&self.store.writer)
        .await?;
        Ok(match still_ours.pop() {
            Some(1) => Released::Stirred,
            _ => Released::Yes,
        })
    }

    /// Gives all lanes of a proxy back, for others to go on with.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release_all(&self, proxy: &str) -> Result<(), Error> {
        sqlx::query("UPDATE lanes SET holder = NULL, stirred = 1 WHERE holder = $1")
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
