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

    /// Renews the lease of a proxy for all its account queues: writes a value that it never had
    /// before. Returns `false` when another proxy declared it dead: this id cannot be used again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn renew(&self, id: &str, term: Duration) -> Result<bool, Error> {
        let done = sqlx::query(concat!(
            "UPDATE proxies SET alive_until = CASE WHEN ",
            now!(),
            " + $2 > alive_until THEN ",
            now!(),
            " + $2 ELSE alive_until + 1 END WHERE id = $1 AND alive_until > 0"
        ))
        .bind(id)
        .bind(milliseconds(term))
        .execute(&self.store.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// The other proxies, each with what it wrote last; 0 of one that was declared dead.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn others(&self, own: &str) -> Result<Vec<(String, i64)>, Error> {
        let others = sqlx::query_as("SELECT id, alive_until FROM proxies WHERE id <> $1")
            .bind(own)
            .fetch_all(&self.store.readers)
            .await?;
        Ok(others)
    }

    /// Declares a proxy dead, if it wrote nothing since. Returns whether it is dead.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn declare_dead(&self, id: &str, seen: i64) -> Result<bool, Error> {
        let done =
            sqlx::query("UPDATE proxies SET alive_until = 0 WHERE id = $1 AND alive_until = $2")
                .bind(id)
                .bind(seen)
                .execute(&self.store.writer)
                .await?;
        Ok(done.rows_affected() == 1)
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
