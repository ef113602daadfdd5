use super::Work;
use crate::store::{Error, FencedStore, fencing::fenced};

/// Failures of an item since it was handed over, since a manual retry, or since the end of an
/// outage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// Number of consecutive failures whose cause may be the item itself.
    pub attempts: u32,
    /// Time of the first of them, in milliseconds since 1970.
    pub failing_since: Option<i64>,
    /// Time of the next attempt, in milliseconds since 1970.
    pub next_at: Option<i64>,
}

impl FencedStore<'_> {
    /// Stores the failures of an item and the time of the next attempt, so that neither a restart
    /// nor another proxy starts over.
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

    /// Resets the failures of all items of the account, because an outage of the account caused
    /// them.
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

    /// Records, before a record is deleted and created again, that ActiveCampaign had it, so that
    /// the new record does not start automations a second time.
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
