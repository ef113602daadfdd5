use std::time::Duration;

use super::{Store, clock::now};
use crate::{clock::milliseconds, store::Error};

/// The proxies that share this database. PostgreSQL only.
#[derive(Debug)]
pub struct Proxies<'a> {
    pub(super) store: &'a Store,
}

impl Proxies<'_> {
    /// Registers a proxy as alive for `term` from now.
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

    /// Extends the term of a proxy, and thereby its lease of all its account queues. Returns
    /// `false` when the term had expired: other proxies may have taken over the queues, and this id
    /// cannot be used again.
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

    /// Shortens terms that end later than `term` from now: they were written while the clock of the
    /// database was ahead. A running proxy extends its own term within a second.
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

    /// The ids of the proxies whose term has expired.
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

    /// Deletes a proxy that no longer holds an account queue.
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
