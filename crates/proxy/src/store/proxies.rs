use std::time::Duration;

use super::{Store, clock::now};
use crate::{clock::milliseconds, store::Error};

/// The proxies that share this database. PostgreSQL alone.
#[derive(Debug)]
pub struct Proxies<'a> {
    pub(super) store: &'a Store,
}

impl Proxies<'_> {
    /// Enters a proxy that counts as running for `term` from now on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enter(&self, id: &str, term: Duration) -> Result<(), Error> {
        sqlx::query(concat!(
            "INSERT INTO proxies (id, alive_until) VALUES ($1, ",
            now!(),
            " + $2)"
        ))
        .bind(id)
        .bind(milliseconds(term))
        .execute(&self.store.writer)
        .await?;
        Ok(())
    }

    /// Makes the term of one longer: with it, of all its account queues. `false` when it was over:
    /// others may have taken them, and it cannot come back under this name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn renew(&self, id: &str, term: Duration) -> Result<bool, Error> {
        let done = sqlx::query(concat!(
            "UPDATE proxies SET alive_until = ",
            now!(),
            " + $2 WHERE id = $1 AND alive_until > ",
            now!()
        ))
        .bind(id)
        .bind(milliseconds(term))
        .execute(&self.store.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Cuts terms short that reach further than a term from now on: the database's clock was ahead
    /// when they were written. Who runs makes its own longer again within a second.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cut_short(&self, term: Duration) -> Result<(), Error> {
        sqlx::query(concat!(
            "UPDATE proxies SET alive_until = ",
            now!(),
            " + $1 WHERE alive_until > ",
            now!(),
            " + $1"
        ))
        .bind(milliseconds(term))
        .execute(&self.store.writer)
        .await?;
        Ok(())
    }

    /// Those whose term is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dead(&self) -> Result<Vec<String>, Error> {
        let dead = sqlx::query_scalar(concat!(
            "SELECT id FROM proxies WHERE alive_until <= ",
            now!()
        ))
        .fetch_all(&self.store.readers)
        .await?;
        Ok(dead)
    }

    /// Forgets one that holds nothing any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget(&self, id: &str) -> Result<(), Error> {
        sqlx::query(
            "DELETE FROM proxies WHERE id = $1 \
             AND NOT EXISTS (SELECT 1 FROM account_queues WHERE leased_by = $1)",
        )
        .bind(id)
        .execute(&self.store.writer)
        .await?;
        Ok(())
    }
}
