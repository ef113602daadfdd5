use contract::AccountId;

use super::{Outbox, Work};
use crate::store::Error;

/// How an item failed so far, since it was handed over, sent again, or an outage was over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// How often in a row, for a reason that may be its own.
    pub attempts: u32,
    /// Since when, in milliseconds since 1970.
    pub failing_since: Option<i64>,
    /// When it is tried next, in milliseconds since 1970.
    pub next_at: Option<i64>,
}

impl Outbox<'_> {
    /// Notes that an item failed, and when it is tried next: neither a restart nor another proxy
    /// begins anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn failed_again(&self, id: i64, tries: Tries) -> Result<(), Error> {
        sqlx::query(
            "UPDATE outbox SET attempts = $1, failing_since = $2, next_attempt_at = $3 \
             WHERE id = $4 AND state = 'waiting'",
        )
        .bind(i64::from(tries.attempts))
        .bind(tries.failing_since)
        .bind(tries.next_at)
        .bind(id)
        .execute(&self.store.writer)
        .await?;
        Ok(())
    }

    /// Forgets how the items of an account failed: it was the account's outage.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forgive(&self, account: &AccountId) -> Result<(), Error> {
        sqlx::query(
            "UPDATE outbox SET attempts = 0, failing_since = NULL, next_attempt_at = NULL \
             WHERE account = $1 AND state = 'waiting' AND attempts > 0",
        )
        .bind(account.as_str())
        .execute(&self.store.writer)
        .await?;
        Ok(())
    }

    /// Notes, before the record of an item is deleted to be made anew, that ActiveCampaign had it:
    /// the new one starts no automation a second time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn announce(&self, work: &Work) -> Result<(), Error> {
        sqlx::query("UPDATE outbox SET announced = 1 WHERE id = $1")
            .bind(work.id)
            .execute(&self.store.writer)
            .await?;
        Ok(())
    }
}
