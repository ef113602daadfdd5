use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, time::interval};

use super::{Engine, until_stopping};
use crate::clock;

/// How often old rows are looked for.
const EVERY: Duration = Duration::from_secs(3600);
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Deletes rows of the log once they are older than the retention says, now and every hour.
pub(super) async fn keep(engine: Arc<Engine>, mut stopping: watch::Receiver<bool>) {
    let mut ticks = interval(EVERY);
    loop {
        tokio::select! {
            () = until_stopping(&mut stopping) => return,
            _ = ticks.tick() => {}
        }
        let age = i64::from(engine.log_retention_days) * DAY;
        let oldest = clock::at_milliseconds(clock::now_milliseconds() - age);
        match engine.store.log().forget_before(&oldest).await {
            Ok(0) => {}
            Ok(rows) => tracing::info!(rows, "old rows of the log deleted"),
            Err(error) => tracing::error!(%error, "old rows of the log"),
        }
    }
}
