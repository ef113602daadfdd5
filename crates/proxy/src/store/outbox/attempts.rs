use super::Work;
use crate::store::{Error, FencedStore, fencing::fenced};

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

impl FencedStore<'_> {
    /// Notes that an item failed, and when it is tried next: neither a restart nor another proxy
    /// begins anew.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn failed_again(&self, id: i64, tries: Tries) -> Result<(), Error> {
        let failed = fenced!(
            "UPDATE outbox SET attempts = $3, failing_since = $4, next_attempt_at = $5 \
             WHERE account = $1 AND id = $6 AND state = 'waiting'"
        );
        let query = self.query(failed).bind(i64::from(tries.attempts));
        let query = query.bind(tries.failing_since).bind(tries.next_at);
        self.execute(query.bind(id)).await.map(drop)
    }

    /// Forgets how the items of an account failed: it was the account's outage.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forgive(&self) -> Result<(), Error> {
        let forgive = fenced!(
            "UPDATE outbox SET attempts = 0, failing_since = NULL, next_attempt_at = NULL \
             WHERE account = $1 AND state = 'waiting' AND attempts > 0"
        );
        self.execute(self.query(forgive)).await.map(drop)
    }

    /// Notes, before the record of an item is deleted to be made anew, that ActiveCampaign had it:
    /// the new one starts no automation a second time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn announce(&self, work: &Work) -> Result<(), Error> {
        let announce = fenced!("UPDATE outbox SET announced = 1 WHERE account = $1 AND id = $3");
        self.execute(self.query(announce).bind(work.id))
            .await
            .map(drop)
    }
}
