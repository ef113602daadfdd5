use std::time::Instant;

use crate::{
    clock,
    store::{Error, Expiring, Notice, PersonCursor, Store},
};

/// A day in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;
/// Longest time between the notification of a merchant and the end of a dead letter's retention.
/// For a short retention period, half of the period.
const LONGEST_NOTICE: i64 = 7 * DAY;
/// How long the row of a dead letter is kept after its payload, to show the merchant that the item
/// was not sent.
const ROW_OUTLIVES: i64 = 30 * DAY;
/// Number of batches of people per sweep; the next sweep continues there.
const PEOPLE: u32 = 200;

/// Retention periods in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionDays {
    /// `SENT_RETENTION_DAYS`: for sent items.
    pub sent: u16,
    /// `LOG_RETENTION_DAYS`: for log entries, dead letters, and carts that were never released.
    pub log: u16,
}

/// Deletes data after its retention period.
#[derive(Debug)]
pub struct Retention {
    store: Store,
    days: RetentionDays,
    people: PersonCursor,
}

/// Result of a sweep, in rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Deleted items that were sent or dropped.
    pub done: u64,
    /// Items of which a merchant was notified.
    pub announced: u64,
    /// Dead letters and unreleased carts that lost their payload or their row.
    pub expired: u64,
    /// Deleted log entries.
    pub log: u64,
    /// Deleted rejections.
    pub rejections: u64,
    /// Deleted synchronisation ends.
    pub synchronisations: u64,
    /// Deleted people, except those deleted together with their items.
    pub people: u64,
}

impl Swept {
    /// Whether the sweep changed nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Retention {
    /// Creates the retention of a store, with these periods.
    #[must_use]
    pub fn new(store: Store, days: RetentionDays) -> Self {
        Self {
            store,
            days,
            people: PersonCursor::default(),
        }
    }

    /// Deletes everything whose retention period is over at `now` (milliseconds since 1970), in
    /// batches, until nothing is left or `is_stopping` returns true.
    ///
    /// # Errors
    /// When the database fails; completed batches stay committed.
    pub async fn sweep(
        &mut self,
        now: i64,
        is_stopping: impl Fn() -> bool,
    ) -> Result<Swept, Error> {
        let log_kept = i64::from(self.days.log) * DAY;
        let oldest_log = clock::at_milliseconds(now - log_kept);
        let oldest_done = clock::at_milliseconds(now - i64::from(self.days.sent) * DAY);
        let notice = Notice {
            now,
            kept: log_kept,
            ahead: LONGEST_NOTICE.min(log_kept / 2),
        };
        let store = self.store.clone();
        let (retention, log) = (store.retention(), store.log());
        let mut swept = Swept {
            announced: batches(&is_stopping, || {
                retention.announce(Expiring::Failed, notice)
            })
            .await?,
            ..Swept::default()
        };
        swept.announced +=
            batches(&is_stopping, || retention.announce(Expiring::Held, notice)).await?;
        swept.expired = batches(&is_stopping, || retention.expire(now, ROW_OUTLIVES)).await?;
        swept.done = batches(&is_stopping, || retention.forget_done(&oldest_done)).await?;
        swept.log = batches(&is_stopping, || log.forget_before(&oldest_log)).await?;
        let rejections = store.rejections();
        swept.rejections = batches(&is_stopping, || rejections.forget_before(&oldest_log)).await?;
        swept.synchronisations = batches(&is_stopping, || {
            retention.forget_synchronisations(&oldest_log)
        })
        .await?;
        swept.people = self.sweep_people(&is_stopping).await?;
        Ok(swept)
    }

    /// Deletes the orders that were kept for the preview for an hour at `now` (milliseconds since 1970).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_samples(&self, now: i64) -> Result<(), Error> {
        self.store.order_samples().forget(now).await
    }

    /// Deletes what belonged to accounts that were deleted and cannot be restored at `now`
    /// (milliseconds since 1970), batch by batch. Returns how many rows.
    ///
    /// # Errors
    /// When the database fails; what was done stays done.
    pub async fn forget_deleted(
        &self,
        now: i64,
        is_stopping: impl Fn() -> bool,
    ) -> Result<u64, Error> {
        let (retention, now) = (self.store.retention(), clock::at_milliseconds(now));
        batches(&is_stopping, || retention.forget_deleted(&now)).await
    }

    async fn sweep_people(&mut self, is_stopping: &impl Fn() -> bool) -> Result<u64, Error> {
        let mut gone = 0;
        for _ in 0..PEOPLE {
            if is_stopping() {
                break;
            }
            let began = Instant::now();
            let retention = self.store.retention();
            let (deleted, next) = retention.forget_people(&self.people).await?;
            gone += deleted;
            let is_last = next.is_none();
            self.people = next.unwrap_or_default();
            if is_last {
                break;
            }
            tokio::time::sleep(began.elapsed()).await;
        }
        Ok(gone)
    }
}

/// Repeats a batch until it finds nothing. Sleeps after each batch for as long as the batch took,
/// so that half of the database's time is left for other work.
async fn batches<F: Future<Output = Result<u64, Error>>>(
    is_stopping: &impl Fn() -> bool,
    batch: impl Fn() -> F,
) -> Result<u64, Error> {
    let mut rows = 0;
    while !is_stopping() {
        let began = Instant::now();
        match batch().await? {
            0 => break,
            some => rows += some,
        }
        tokio::time::sleep(began.elapsed()).await;
    }
    Ok(rows)
}
