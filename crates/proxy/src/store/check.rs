use std::time::Duration;

use anyhow::{Context, anyhow};
use tokio::time::{Instant, timeout};

use super::{Error, Store};

/// Timeout of a check.
const LONGEST: Duration = Duration::from_secs(3);

/// Minimum interval between two checks that write: anybody may request a check, and each write
/// waits for the disk.
const WRITE_EVERY: Duration = Duration::from_secs(1);

/// Result of the last check.
#[derive(Debug)]
pub(super) struct Checked {
    began: Instant,
    wrote: Option<Instant>,
    failure: Option<String>,
}

impl Store {
    /// Checks that the database is still the one that was opened, and that it can be read and
    /// written. Writes in a transaction of its own. Concurrent callers share the next result.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn check(&self) -> Result<(), Error> {
        let asked = Instant::now();
        let mut last = self.checked.lock().await;
        if last.as_ref().is_none_or(|last| last.began < asked) {
            let wrote = last.as_ref().and_then(|last| last.wrote);
            *last = Some(self.probe(wrote).await);
        }
        match last.as_ref().and_then(|last| last.failure.as_ref()) {
            Some(failure) => Err(Error::Unavailable(anyhow!("{failure}"))),
            None => Ok(()),
        }
    }

    /// Whether the last write succeeded. While writes fail, no call starts whose result must be
    /// stored; [`Store::check`] detects the end of the failure.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub fn ensure_writable(&self) -> Result<(), Error> {
        match self.health.is_failing() {
            true => Err(Error::Unavailable(anyhow!("last database write failed"))),
            false => Ok(()),
        }
    }

    async fn probe(&self, wrote: Option<Instant>) -> Checked {
        let began = Instant::now();
        let recently = wrote.filter(|wrote| wrote.elapsed() < WRITE_EVERY);
        let works = async {
            self.read().await?;
            match recently {
                Some(wrote) if !self.health.is_failing() => Ok(wrote),
                _ => self.write().await.map(|()| Instant::now()),
            }
        };
        // A broken network connection returns no error.
        let works = timeout(LONGEST, works).await.map_err(anyhow::Error::from);
        let works = works.and_then(|done| done.map_err(anyhow::Error::from));
        match works.context("database check failed") {
            Ok(wrote) => Checked {
                began,
                wrote: Some(wrote),
                failure: None,
            },
            Err(error) => Checked {
                began,
                wrote: None,
                failure: Some(format!("{error:#}")),
            },
        }
    }

    async fn read(&self) -> sqlx::Result<()> {
        sqlx::query_scalar::<_, i64>("SELECT count(*) FROM encryption_keys")
            .fetch_one(&self.readers)
            .await
            .map(drop)
    }

    async fn write(&self) -> sqlx::Result<()> {
        let mut transaction = self.writer.begin_with(self.dialect.begin()).await?;
        sqlx::query("UPDATE readiness SET asked_at = $1")
            .bind(crate::clock::now_milliseconds())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }
}
