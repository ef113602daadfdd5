//! Deletion of an account, and its restoration for as long as that is possible.

use contract::{AccountId, DeletedAccount, Description, Platform, SiteId};
use sqlx::FromRow;

use super::{Accounts, StoredAccount, row::Row};
use crate::{
    clock,
    store::{Error, NewEntry, log},
};

/// How long a deleted account can be restored, in milliseconds.
const RESTORABLE: i64 = 24 * 60 * 60 * 1000;

/// A deleted account that can be restored.
#[derive(FromRow)]
struct Deleted {
    id: String,
    description: String,
    platform: String,
    deleted_at: String,
    restorable_until: String,
}

impl Accounts<'_> {
    /// Deletes an account. For a day it keeps its API key and its rows and can be restored; then
    /// all of it is deleted in small batches ([`crate::store::Retention::forget_deleted`]), because
    /// a million rows at once would block all writers. Logs `audit` in the same transaction; the
    /// entry is kept.
    ///
    /// # Errors
    /// [`Error::NotFound`], or when the database fails.
    pub async fn delete(&self, read: &StoredAccount, audit: NewEntry) -> Result<(), Error> {
        let now = clock::now_milliseconds();
        // Locks rows in the same order as the intake, which prevents deadlocks.
        let mut transaction = self.store.outbox().begin(&read.account.id).await?;
        let done = sqlx::query(
            "UPDATE accounts SET deleted_at = $1, restorable_until = $2, idempotency_key = NULL, \
             version = version + 1 WHERE site = $3 AND id = $4 AND deleted_at IS NULL",
        )
        .bind(clock::at_milliseconds(now))
        .bind(clock::at_milliseconds(now + RESTORABLE))
        .bind(read.site.as_str())
        .bind(read.account.id.as_str())
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Err(Error::NotFound);
        }
        log::insert(&mut *transaction, read, audit).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Restores a deleted account with everything that it had. Logs `audit` in the same
    /// transaction. No effect, and no log entry, if the account is not deleted.
    ///
    /// # Errors
    /// [`Error::NotFound`], also when it is too late; [`Error::PlatformAlreadyConfigured`]; or when
    /// the database fails.
    pub async fn restore(
        &self,
        site: &SiteId,
        id: &AccountId,
        audit: NewEntry,
    ) -> Result<StoredAccount, Error> {
        let mut transaction = self.store.outbox().begin(id).await?;
        let restored = sqlx::query_as::<_, Row>(
            "UPDATE accounts SET deleted_at = NULL, restorable_until = NULL, version = version + 1 \
             WHERE site = $1 AND id = $2 AND deleted_at IS NOT NULL AND restorable_until > $3 \
             RETURNING *",
        )
        .bind(site.as_str())
        .bind(id.as_str())
        .bind(clock::now())
        .fetch_all(&mut *transaction)
        .await;
        match restored.map(|mut rows| rows.pop()) {
            Ok(Some(row)) => {
                let stored = row.try_into()?;
                log::insert(&mut *transaction, &stored, audit).await?;
                transaction.commit().await?;
                Ok(stored)
            }
            Ok(None) => {
                drop(transaction);
                self.get(site, id).await
            }
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                drop(transaction);
                self.replaced_by(site, id).await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Reports the account that took the place of a deleted one.
    async fn replaced_by(&self, site: &SiteId, id: &AccountId) -> Result<StoredAccount, Error> {
        let deleted = self.restorable(site).await?;
        let deleted = deleted.iter().find(|deleted| deleted.id == *id);
        let platform = deleted.ok_or(Error::NotFound)?.platform;
        match self.by_platform(site, platform).await? {
            Some(other) => Err(Error::PlatformAlreadyConfigured(other.account.id)),
            None => Err(Error::Unavailable(anyhow::anyhow!(
                "conflicting account was deleted meanwhile"
            ))),
        }
    }

    /// The deleted accounts of a site that can be restored, the last one first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn restorable(&self, site: &SiteId) -> Result<Vec<DeletedAccount>, Error> {
        let rows = sqlx::query_as::<_, Deleted>(
            "SELECT id, description, platform, deleted_at, restorable_until FROM accounts \
             WHERE site = $1 AND deleted_at IS NOT NULL AND restorable_until > $2 \
             ORDER BY deleted_at DESC, id",
        )
        .bind(site.as_str())
        .bind(clock::now())
        .fetch_all(&self.store.readers)
        .await?;
        // Rows that this proxy did not write are not offered.
        Ok(rows.into_iter().filter_map(Deleted::read).collect())
    }
}

impl Deleted {
    fn read(self) -> Option<DeletedAccount> {
        Some(DeletedAccount {
            id: AccountId::parse(&self.id)?,
            description: Description::parse(&self.description).ok()?,
            platform: Platform::from_id(&self.platform)?,
            deleted_at: self.deleted_at,
            restorable_until: self.restorable_until,
        })
    }
}
