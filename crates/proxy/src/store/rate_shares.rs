use std::time::Duration;

use contract::AccountName;

use super::{Store, clock::now};
use crate::{clock::milliseconds, store::Error};

/// Duration of a share, and so the longest wait of a connection test on another proxy.
const SHARE: Duration = Duration::from_millis(1750);
/// Pause between the shares of two proxies, so that the calls of the first one no longer count for
/// the server.
const GAP: Duration = Duration::from_millis(1100);
/// Additional wait of the proxy that had the last share, so that other proxies get their turn.
const COURTESY: Duration = Duration::from_millis(300);

/// Shares of the request rate of ActiveCampaign accounts. One proxy at a time has the whole rate of
/// an account, limits its calls in its own memory, and claims here once per share. PostgreSQL only.
#[derive(Debug)]
pub struct RateShares<'a> {
    pub(super) store: &'a Store,
}

/// Result of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RateShare {
    /// The share is this proxy's: calls may reach the server for this long after the claim started.
    Ours(Duration),
    /// The share is another proxy's: claim again after this long.
    In(Duration),
}

impl RateShares<'_> {
    /// Claims the share, extends it if no other proxy waits, or queues for it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim(&self, name: &AccountName, proxy: &str) -> Result<RateShare, Error> {
        let mut left = sqlx::query_scalar::<_, i64>(concat!(
            "INSERT INTO rate_shares (account_name, proxy, until, contested) VALUES ($1, $2, ",
            now!(),
            " + $3, 0) ON CONFLICT (account_name) DO UPDATE \
             SET proxy = excluded.proxy, until = excluded.until, contested = 0 \
             WHERE (rate_shares.proxy = excluded.proxy AND rate_shares.contested = 0) \
             OR rate_shares.until + CASE WHEN rate_shares.proxy = excluded.proxy THEN $5 ELSE $4 END <= ",
            now!(),
            " RETURNING until - ",
            now!()
        ))
        .bind(name.as_str())
        .bind(proxy)
        .bind(milliseconds(SHARE))
        .bind(milliseconds(GAP))
        .bind(milliseconds(GAP + COURTESY))
        .fetch_all(&self.store.writer)
        .await?;
        match left.pop() {
            Some(left) => Ok(RateShare::Ours(duration(left))),
            None => self.wait(name, proxy).await,
        }
    }

    async fn wait(&self, name: &AccountName, proxy: &str) -> Result<RateShare, Error> {
        let mut wait = sqlx::query_scalar::<_, i64>(concat!(
            // A share that ends later than its own duration from now was written while the clock
            // was ahead.
            "UPDATE rate_shares SET contested = CASE WHEN proxy = $2 THEN contested ELSE 1 END, \
             until = LEAST(until, ",
            now!(),
            " + $5) WHERE account_name = $1 \
             RETURNING until + CASE WHEN proxy = $2 THEN $4 ELSE $3 END - ",
            now!()
        ))
        .bind(name.as_str())
        .bind(proxy)
        .bind(milliseconds(GAP))
        .bind(milliseconds(GAP + COURTESY))
        .bind(milliseconds(SHARE))
        .fetch_all(&self.store.writer)
        .await?;
        let wait = wait.pop().unwrap_or_default();
        Ok(RateShare::In(duration(wait)))
    }

    /// Ends all shares of a proxy that stops.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn release(&self, proxy: &str) -> Result<(), Error> {
        sqlx::query(concat!(
            "UPDATE rate_shares SET until = ",
            now!(),
            ", contested = 1 WHERE proxy = $1 AND until > ",
            now!()
        ))
        .bind(proxy)
        .execute(&self.store.writer)
        .await?;
        Ok(())
    }
}

fn duration(milliseconds: i64) -> Duration {
    Duration::from_millis(u64::try_from(milliseconds).unwrap_or_default())
}
