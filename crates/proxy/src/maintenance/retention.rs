use std::time::Instant;

use crate::{
    clock,
    store::{Error, Expiring, Notice, PersonCursor, Store},
};

/// A day in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;
/// How long before its end a merchant is told of something that was set aside, at most; of a short
/// retention it is half.
const LONGEST_NOTICE: i64 = 7 * DAY;
/// How long the row of something that was set aside outlives what was handed over: it tells the
/// merchant that it was not sent.
const ROW_OUTLIVES: i64 = 30 * DAY;
/// How many batches of people are looked through in one sweep: the next one goes on.
const PEOPLE: u32 = 200;

/// How long what is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionDays {
    /// `SENT_RETENTION_DAYS`: what ActiveCampaign has.
    pub sent: u16,
    /// `LOG_RETENTION_DAYS`: rows of the log, and what was set aside or never released.
    pub log: u16,
}

/// Deletes what is kept no longer.
#[derive(Debug)]
pub struct Retention {
    store: Store,
    days: RetentionDays,
    people: PersonCursor,
}

/// What one sweep did, in rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Sent or dropped items that were deleted.
    pub done: u64,
    /// Items that a merchant was told of.
    pub announced: u64,
    /// Items that were set aside or never released, and lost their payload or their row.
    pub expired: u64,
    /// Rows of the log that were deleted.
    pub log: u64,
    /// Rejections that were deleted.
    pub rejections: u64,
    /// Ends of synchronisation that were deleted.
    pub synchronisations: u64,
    /// People who were deleted, beside those who went with their items.
    pub people: u64,
}

impl Swept {
    /// Whether there was nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Retention {
    /// Of this store.
    #[must_use]
    pub fn new(store: Store, days: RetentionDays) -> Self {
        Self {
            store,
            days,
            people: PersonCursor::default(),
        }
    }

    /// Deletes everything whose time is over at `now` (milliseconds since 1970), batch by batch,
    /// until nothing is left or `is_stopping`.
    ///
    /// # Errors
    /// When the database fails; what was done stays done.
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

/// Repeats a batch until it finds nothing. In between it rests for as long as the batch took, so
/// that half of the database's time is others'.
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
