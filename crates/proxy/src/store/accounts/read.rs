use contract::{AccountId, Platform, SiteId};

use super::{Accounts, StoredAccount, row::Row};
use crate::{secrets::KeyId, store::Error};

impl Accounts<'_> {
    /// All accounts of a site, oldest first (ids increase with time).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_site(&self, site: &SiteId) -> Result<Vec<StoredAccount>, Error> {
        sqlx::query_as::<_, Row>(
            "SELECT * FROM accounts WHERE site = $1 AND deleted_at IS NULL ORDER BY id",
        )
        .bind(site.as_str())
        .fetch_all(&self.store.readers)
        .await?
        .into_iter()
        .map(StoredAccount::try_from)
        .collect()
    }

    /// Every account of a site, also the deleted ones that still have rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_site_with_deleted(&self, site: &SiteId) -> Result<Vec<StoredAccount>, Error> {
        sqlx::query_as::<_, Row>("SELECT * FROM accounts WHERE site = $1 ORDER BY id")
            .bind(site.as_str())
            .fetch_all(&self.store.readers)
            .await?
            .into_iter()
            .map(StoredAccount::try_from)
            .collect()
    }

    /// An account of a site.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for an account of another site; or when the database fails.
    pub async fn get(&self, site: &SiteId, id: &AccountId) -> Result<StoredAccount, Error> {
        sqlx::query_as::<_, Row>(
            "SELECT * FROM accounts WHERE site = $1 AND id = $2 AND deleted_at IS NULL",
        )
        .bind(site.as_str())
        .bind(id.as_str())
        .fetch_optional(&self.store.readers)
        .await?
        .ok_or(Error::NotFound)?
        .try_into()
    }

    /// An account of any site, for background work on the database.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find(&self, id: &AccountId) -> Result<Option<StoredAccount>, Error> {
        sqlx::query_as::<_, Row>("SELECT * FROM accounts WHERE id = $1 AND deleted_at IS NULL")
            .bind(id.as_str())
            .fetch_optional(&self.store.readers)
            .await?
            .map(StoredAccount::try_from)
            .transpose()
    }

    /// The account inserted by the save with this idempotency key.
    pub(super) async fn by_idempotency_key(
        &self,
        site: &SiteId,
        key: &str,
    ) -> Result<Option<StoredAccount>, Error> {
        sqlx::query_as::<_, Row>("SELECT * FROM accounts WHERE site = $1 AND idempotency_key = $2 AND deleted_at IS NULL")
            .bind(site.as_str())
            .bind(key)
            .fetch_optional(&self.store.readers)
            .await?
            .map(StoredAccount::try_from)
            .transpose()
    }

    /// The account of a site for a platform.
    pub(super) async fn by_platform(
        &self,
        site: &SiteId,
        platform: Platform,
    ) -> Result<Option<StoredAccount>, Error> {
        sqlx::query_as::<_, Row>(
            "SELECT * FROM accounts WHERE site = $1 AND platform = $2 AND deleted_at IS NULL",
        )
        .bind(site.as_str())
        .bind(platform.id())
        .fetch_optional(&self.store.readers)
        .await?
        .map(StoredAccount::try_from)
        .transpose()
    }

    /// As [`Accounts::find`], also a deleted account that can be restored.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn find_restorable_too(
        &self,
        id: &AccountId,
    ) -> Result<Option<StoredAccount>, Error> {
        sqlx::query_as::<_, Row>(
            "SELECT * FROM accounts WHERE id = $1 \
             AND (deleted_at IS NULL OR restorable_until IS NOT NULL)",
        )
        .bind(id.as_str())
        .fetch_optional(&self.store.readers)
        .await?
        .map(StoredAccount::try_from)
        .transpose()
    }

    /// Up to `limit` accounts of any site whose API key is not encrypted with the key `current`,
    /// deleted ones that can be restored included.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sealed_with_another(
        &self,
        current: &KeyId,
        limit: u32,
    ) -> Result<Vec<StoredAccount>, Error> {
        sqlx::query_as::<_, Row>(
            "SELECT * FROM accounts WHERE encryption_key_id <> $1 \
             AND (deleted_at IS NULL OR restorable_until IS NOT NULL) ORDER BY id LIMIT $2",
        )
        .bind(&current.0)
        .bind(i64::from(limit))
        .fetch_all(&self.store.readers)
        .await?
        .into_iter()
        .map(StoredAccount::try_from)
        .collect()
    }
}
