use std::time::Duration;

use contract::AccountName;

use super::{Store, clock::now};
use crate::{clock::milliseconds, store::Error};

/// How long a turn is. A merchant's test on another proxy waits for its end at most.
const TURN: Duration = Duration::from_millis(1750);
/// Between turns of two proxies: what the server counted of the one is over for the other.
const GAP: Duration = Duration::from_millis(1100);
/// So much later the proxy comes that had the last turn, so that others are not passed over.
const COURTESY: Duration = Duration::from_millis(300);

/// Which proxy may call an ActiveCampaign account. One at a time: it keeps to the rate in its own
/// memory, and asks here once in a turn. PostgreSQL alone.
#[derive(Debug)]
pub struct Paces<'a> {
    pub(super) store: &'a Store,
}

/// What asking for a turn led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountTurn {
    /// So long from the moment of asking on, calls may reach the server.
    Ours(Duration),
    /// Somebody else's: ask again then.
    In(Duration),
}

impl Paces<'_> {
    /// Takes the turn, makes it longer if nobody waits, or gets in line.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn turn(&self, name: &AccountName, proxy: &str) -> Result<AccountTurn, Error> {
        let mut left = sqlx::query_scalar::<_, i64>(concat!(
            "INSERT INTO paces (account_name, proxy, until, contested) VALUES ($1, $2, ",
            now!(),
            " + $3, 0) ON CONFLICT (account_name) DO UPDATE \
             SET proxy = excluded.proxy, until = excluded.until, contested = 0 \
             WHERE (paces.proxy = excluded.proxy AND paces.contested = 0) \
             OR paces.until + CASE WHEN paces.proxy = excluded.proxy THEN $5 ELSE $4 END <= ",
            now!(),
            " RETURNING until - ",
            now!()
        ))
        .bind(name.as_str())
        .bind(proxy)
        .bind(milliseconds(TURN))
        .bind(milliseconds(GAP))
        .bind(milliseconds(GAP + COURTESY))
        .fetch_all(&self.store.writer)
        .await?;
        match left.pop() {
            Some(left) => Ok(AccountTurn::Ours(duration(left))),
            None => self.wait(name, proxy).await,
        }
    }

    async fn wait(&self, name: &AccountName, proxy: &str) -> Result<AccountTurn, Error> {
        let mut wait = sqlx::query_scalar::<_, i64>(concat!(
            // A turn that reaches further than one from now on was written while the clock was
            // ahead.
            "UPDATE paces SET contested = CASE WHEN proxy = $2 THEN contested ELSE 1 END, \
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
        .bind(milliseconds(TURN))
        .fetch_all(&self.store.writer)
        .await?;
        let wait = wait.pop().unwrap_or_default();
        Ok(AccountTurn::In(duration(wait)))
    }

    /// Ends every turn of a proxy that stops.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end(&self, proxy: &str) -> Result<(), Error> {
        sqlx::query(concat!(
            "UPDATE paces SET until = ",
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
