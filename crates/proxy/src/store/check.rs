use std::time::Duration;

use anyhow::{Context, anyhow};
use tokio::time::{Instant, timeout};

use super::{Error, Store};

/// How long the database may take to answer.
const LONGEST: Duration = Duration::from_secs(3);

/// How often a check writes at most: anybody may ask, and each write waits for the disk.
const WRITE_EVERY: Duration = Duration::from_secs(1);

/// The last check.
#[derive(Debug)]
pub(super) struct Checked {
    began: Instant,
    wrote: Option<Instant>,
    failure: Option<String>,
}

impl Store {
    /// Whether the database is the one that was opened, and can be read and written. It writes in a
    /// transaction of its own. Callers that come while another one checks share the next result.
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

    /// Whether the last write succeeded. While this fails, nothing is begun outside that the
    /// database would have to remember; [`Store::check`] finds the end of it.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub fn ensure_writable(&self) -> Result<(), Error> {
        match self.health.is_failing() {
            true => Err(Error::Unavailable(anyhow!("the last write failed"))),
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
        // A network that is cut reports nothing.
        let works = timeout(LONGEST, works).await.map_err(anyhow::Error::from);
        let works = works.and_then(|done| done.map_err(anyhow::Error::from));
        match works.context("the database does not work") {
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
