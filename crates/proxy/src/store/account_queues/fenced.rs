//! The writes of a worker to its account queue.

use contract::Account;

use super::{LONGEST_UNKNOWN, Pause, forget};
use crate::{
    clock,
    store::{Error, FencedStore, codes, fencing::fenced_queue},
};

impl FencedStore<'_> {
    /// Pauses the account queue until a time, or until something changes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pause(&self, pause: Pause) -> Result<(), Error> {
        let length = pause.until.map(|until| until - clock::now_milliseconds());
        let set = fenced_queue!(
            "UPDATE account_queues SET pause_reason = $3, paused_until = $4, paused_for = $5, \
             paused_since = COALESCE(paused_since, $6) WHERE account = $1"
        );
        let query = self.query(set).bind(codes::name(&pause.reason));
        let query = query.bind(pause.until).bind(length);
        self.execute(query.bind(clock::now_milliseconds()))
            .await
            .map(drop)
    }

    /// Corrects a pause that was written while the clock was ahead: it ends after its own duration
    /// from now. Repeated calls until then change nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cut_pause_short(&self) -> Result<(), Error> {
        let cut = fenced_queue!(
            "UPDATE account_queues SET paused_until = $3 + COALESCE(paused_for, $4) \
             WHERE account = $1 AND paused_until > $3 + COALESCE(paused_for, $4)"
        );
        let query = self.query(cut).bind(clock::now_milliseconds());
        self.execute(query.bind(LONGEST_UNKNOWN)).await.map(drop)
    }

    /// Ends the pause of the account queue.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn resume(&self) -> Result<(), Error> {
        let resume = fenced_queue!(
            "UPDATE account_queues SET pause_reason = NULL, paused_until = NULL, \
             paused_since = NULL WHERE account = $1 AND pause_reason IS NOT NULL"
        );
        self.execute(self.query(resume)).await.map(drop)
    }

    /// Starts work with these credentials. New credentials end a pause; with another ActiveCampaign
    /// account, all stored ids are to be cleared first. Returns whether the credentials are new.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn begin_work(
        &self,
        settings: &Account,
        credentials_version: i64,
    ) -> Result<bool, Error> {
        let account = self.account();
        // With its own domain: the same name at another domain is another account.
        let name = settings.account_name_text();
        let mut transaction = self.begin().await?;
        let before = sqlx::query_as::<_, (Option<String>, i64)>(
            "SELECT account_name, credentials_version FROM account_queues WHERE account = $1",
        )
        .bind(account.as_str())
        .fetch_optional(&mut *transaction)
        .await?;
        let Some((known_name, known_version)) = before else {
            return Ok(false);
        };
        if known_name.as_deref() == Some(name.as_str()) && known_version == credentials_version {
            return Ok(false);
        }
        sqlx::query(
            "UPDATE account_queues SET account_name = $1, credentials_version = $2, \
             pause_reason = NULL, paused_until = NULL, paused_since = NULL WHERE account = $3",
        )
        .bind(name.as_str())
        .bind(credentials_version)
        .bind(account.as_str())
        .execute(&mut *transaction)
        .await?;
        if known_name.is_some_and(|known| known != name) {
            forget::begin(&mut transaction, account).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }
}
