//! Background and one-off work on the database.
//!
//! - `retention` deletes rows after their retention period, every hour, the rows of a deleted account
//!   once it cannot be restored, in small batches, and an order of the preview after its hour;
//! - `erasure` deletes the data of one person, at once;
//! - `relocation` copies a SQLite database to PostgreSQL.

mod erasure;
mod relocation;
mod retention;

use std::time::Duration;

use tokio::{
    sync::watch,
    task::JoinHandle,
    time::{MissedTickBehavior, interval},
};

pub use erasure::erase;
pub use relocation::{Relocation, Summary};
pub use retention::{Retention, RetentionDays, Swept};

use crate::{clock, store::Store};

/// Interval between two sweeps.
const EVERY: Duration = Duration::from_secs(3600);
/// Interval between two checks for deleted accounts that cannot be restored any more, and for orders
/// of the preview whose hour is over.
const EVERY_DELETION: Duration = Duration::from_secs(30);

/// The background task that applies the retention, at the start and then every hour, and deletes
/// what belonged to deleted accounts.
#[derive(Debug)]
pub struct Maintenance {
    stopping: watch::Sender<bool>,
    task: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Maintenance {
    /// Starts the task.
    #[must_use]
    pub fn start(store: Store, days: RetentionDays) -> Self {
        let stopping = watch::Sender::new(false);
        let retention = Retention::new(store, days);
        let task = tokio::spawn(keep(retention, stopping.subscribe()));
        Self {
            stopping,
            task: Some(task).into(),
        }
    }

    /// Stops the task after the current batch.
    pub async fn stop(&self) {
        self.stopping.send_replace(true);
        if let Some(task) = self.task.lock().await.take()
            && let Err(error) = task.await
        {
            tracing::error!(%error, "maintenance task failed");
        }
    }
}

async fn keep(mut retention: Retention, mut stopping: watch::Receiver<bool>) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut deletions = interval(EVERY_DELETION);
    deletions.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let is_sweep = tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => return,
            _ = deletions.tick() => false,
            _ = ticks.tick() => true,
        };
        // What an earlier run of the proxy, or another proxy, left to be deleted goes first.
        let now = clock::now_milliseconds();
        match retention.forget_deleted(now, || *stopping.borrow()).await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "rows of deleted accounts deleted"),
            Err(error) => tracing::error!(%error, "deletion of rows of deleted accounts failed"),
        }
        if let Err(error) = retention.forget_samples(now).await {
            tracing::error!(%error, "deletion of orders of the preview failed");
        }
        if is_sweep {
            sweep(&mut retention, &stopping).await;
        }
    }
}

async fn sweep(retention: &mut Retention, stopping: &watch::Receiver<bool>) {
    let now = clock::now_milliseconds();
    match retention.sweep(now, || *stopping.borrow()).await {
        Ok(swept) if swept.is_empty() => {}
        Ok(swept) => tracing::info!(?swept, "old rows deleted"),
        Err(error) => tracing::error!(%error, "deletion of old rows failed"),
    }
}
