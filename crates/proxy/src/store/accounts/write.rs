use anyhow::{Context, anyhow};
use contract::{ApiDomain, ConnectionTest};

use super::{Accounts, Changes, Inserted, NewRecord, StoredAccount, row::Row};
use crate::{
    clock,
    secrets::Sealed,
    store::{Error, FencedStore, NewEntry, database::Transaction, log},
};

impl Accounts<'_> {
    /// Inserts a new account, enabled but with no data to send selected. Logs `audit` in the same
    /// transaction.
    ///
    /// # Errors
    /// [`Error::PlatformAlreadyConfigured`], or when the database fails.
    pub async fn insert(&self, new: NewRecord<'_>, audit: NewEntry) -> Result<Inserted, Error> {
        let mut transaction = self.begin().await?;
        let inserted = sqlx::query_as::<_, Row>(
            "INSERT INTO accounts (id, site, platform, description, account_name, api_key_sealed, \
             encryption_key_id, api_key_last4, enabled, orders, abandoned_carts, version, \
             credentials_version, idempotency_key, created_at, updated_at, api_domain) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, 0, 0, 1, 1, $9, $10, $10, $11) \
             RETURNING *",
        )
        .bind(new.id.as_str())
        .bind(new.site.as_str())
        .bind(new.typed.platform.id())
        .bind(new.typed.description.as_str())
        .bind(new.typed.account_name.as_str())
        .bind(&new.sealed_key.bytes)
        .bind(&new.key_id().0)
        .bind(new.typed.api_key.last4())
        .bind(new.idempotency_key)
        .bind(clock::now())
        .bind(new.typed.api_domain.as_ref().map(ApiDomain::as_str))
        .fetch_all(&mut *transaction)
        .await;
        match inserted.map(|mut rows| rows.pop()) {
            Ok(Some(row)) => {
                let stored = row.try_into()?;
                log::insert(&mut *transaction, &stored, audit).await?;
                transaction.commit().await?;
                Ok(Inserted::Now(stored))
            }
            Ok(None) => Err(Error::Internal(anyhow!("INSERT returned no row"))),
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                drop(transaction);
                self.in_the_way(&new).await
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Handles a violated unique index: returns the account of the same save, or reports the
    /// account of the same platform.
    async fn in_the_way(&self, new: &NewRecord<'_>) -> Result<Inserted, Error> {
        if let Some(key) = new.idempotency_key
            && let Some(before) = self.by_idempotency_key(new.site, key).await?
        {
            return Ok(Inserted::Before(before));
        }
        match self.by_platform(new.site, new.typed.platform).await? {
            Some(other) => Err(Error::PlatformAlreadyConfigured(other.account.id)),
            None => Err(Error::Unavailable(anyhow!(
                "conflicting account was deleted meanwhile"
            ))),
        }
    }

    async fn begin(&self) -> Result<Transaction, Error> {
        let begin = self.store.dialect.begin();
        Ok(self.store.writer.begin_with(begin).await?)
    }

    /// Updates the settings if they are still those of `read`. Logs `audit` in the same
    /// transaction.
    ///
    /// # Errors
    /// [`Error::Changed`], also when the account was deleted; or when the database fails.
    pub async fn update(
        &self,
        read: &StoredAccount,
        changes: Changes<'_>,
        audit: Option<NewEntry>,
    ) -> Result<StoredAccount, Error> {
        let (typed, saved) = (changes.typed, &read.account);
        let ecommerce = typed.ecommerce.unwrap_or(saved.ecommerce);
        let new_credentials = changes.new_key.is_some()
            || typed.account_name != saved.account_name
            || typed.api_domain != saved.api_domain;
        let (sealed, last4) = changes.new_key.unzip();
        // Values that are not replaced keep their current state: a key rotation may have
        // re-encrypted the API key meanwhile.
        let mut transaction = self.begin().await?;
        let mut rows = sqlx::query_as::<_, Row>(
            "UPDATE accounts SET description = $1, account_name = $2, \
             api_key_sealed = COALESCE($3, api_key_sealed), \
             encryption_key_id = COALESCE($4, encryption_key_id), \
             api_key_last4 = COALESCE($5, api_key_last4), \
             orders = $6, abandoned_carts = $7, version = version + 1, \
             credentials_version = credentials_version + $8, updated_at = $9, api_domain = $13 \
             WHERE site = $10 AND id = $11 AND version = $12 AND deleted_at IS NULL RETURNING *",
        )
        .bind(typed.description.as_str())
        .bind(typed.account_name.as_str())
        .bind(sealed.as_ref().map(|sealed| &sealed.bytes))
        .bind(sealed.as_ref().map(|sealed| &sealed.key_id.0))
        .bind(last4)
        .bind(i64::from(ecommerce.orders))
        .bind(i64::from(ecommerce.abandoned_carts))
        .bind(i64::from(new_credentials))
        .bind(clock::now())
        .bind(read.site.as_str())
        .bind(saved.id.as_str())
        .bind(read.version)
        .bind(typed.api_domain.as_ref().map(ApiDomain::as_str))
        .fetch_all(&mut *transaction)
        .await?;
        let stored: StoredAccount = rows.pop().ok_or(Error::Changed)?.try_into()?;
        if let Some(audit) = audit {
            log::insert(&mut *transaction, &stored, audit).await?;
        }
        transaction.commit().await?;
        Ok(stored)
    }

    /// Enables or disables an account. Logs `audit` in the same transaction. No effect, and no log
    /// entry, if the account has this state already. Disabling resets the counter of skipped items.
    ///
    /// # Errors
    /// [`Error::NotFound`], or when the database fails.
    pub async fn set_enabled(
        &self,
        read: &StoredAccount,
        enabled: bool,
        audit: NewEntry,
    ) -> Result<StoredAccount, Error> {
        let mut transaction = self.begin().await?;
        let mut rows = sqlx::query_as::<_, Row>(
            "UPDATE accounts SET enabled = $1, version = version + 1, updated_at = $2 \
             WHERE site = $3 AND id = $4 AND enabled <> $1 AND deleted_at IS NULL RETURNING *",
        )
        .bind(i64::from(enabled))
        .bind(clock::now())
        .bind(read.site.as_str())
        .bind(read.account.id.as_str())
        .fetch_all(&mut *transaction)
        .await?;
        let Some(row) = rows.pop() else {
            drop(transaction);
            return self.get(&read.site, &read.account.id).await;
        };
        if !enabled {
            sqlx::query("UPDATE account_queues SET skipped = 0 WHERE account = $1 AND skipped > 0")
                .bind(read.account.id.as_str())
                .execute(&mut *transaction)
                .await?;
        }
        let stored = row.try_into()?;
        log::insert(&mut *transaction, &stored, audit).await?;
        transaction.commit().await?;
        Ok(stored)
    }

    /// Records a connection test of the credentials of `read`, unless a test of newer credentials
    /// is stored. Logs `audit` in the same transaction. Returns whether the credentials changed
    /// since `read`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the account was deleted meanwhile, or when the database fails.
    pub async fn record_test(
        &self,
        read: &StoredAccount,
        test: &ConnectionTest,
        audit: Option<NewEntry>,
    ) -> Result<bool, Error> {
        let mut transaction = self.begin().await?;
        let now = match record_test(&mut transaction, read, test).await? {
            Some(now) => now,
            None => self.get(&read.site, &read.account.id).await?,
        };
        if let Some(audit) = audit {
            log::insert(&mut *transaction, &now, audit).await?;
        }
        transaction.commit().await?;
        Ok(now.credentials_version != read.credentials_version)
    }

    /// Stores re-encrypted API keys, all in one transaction. A key that changed since it was read
    /// is left unchanged. Returns the number of updated accounts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reseal(&self, records: &[(StoredAccount, Sealed)]) -> Result<u64, Error> {
        let mut changed = 0;
        let mut transaction = self
            .store
            .writer
            .begin_with(self.store.dialect.begin())
            .await?;
        for (read, sealed) in records {
            changed += sqlx::query(
                "UPDATE accounts SET api_key_sealed = $1, encryption_key_id = $2 \
                 WHERE site = $3 AND id = $4 AND api_key_sealed = $5",
            )
            .bind(&sealed.bytes)
            .bind(&sealed.key_id.0)
            .bind(read.site.as_str())
            .bind(read.account.id.as_str())
            .bind(&read.sealed_key.bytes)
            .execute(&mut *transaction)
            .await?
            .rows_affected();
        }
        transaction.commit().await?;
        Ok(changed)
    }
}

impl FencedStore<'_> {
    /// Records the result of a probe as the last connection test.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn record_test(
        &self,
        read: &StoredAccount,
        test: &ConnectionTest,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        record_test(&mut transaction, read, test).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Returns the updated account; `None` when the account was deleted or has a test of newer
/// credentials.
async fn record_test(
    transaction: &mut Transaction,
    read: &StoredAccount,
    test: &ConnectionTest,
) -> Result<Option<StoredAccount>, Error> {
    let json = serde_json::to_string(test)
        .context("last_test")
        .map_err(Error::Internal)?;
    let mut rows = sqlx::query_as::<_, Row>(
        "UPDATE accounts SET last_test = $1, last_test_credentials_version = $2 \
         WHERE site = $3 AND id = $4 AND deleted_at IS NULL \
         AND (last_test_credentials_version IS NULL OR last_test_credentials_version <= $2) \
         RETURNING *",
    )
    .bind(json)
    .bind(read.credentials_version)
    .bind(read.site.as_str())
    .bind(read.account.id.as_str())
    .fetch_all(&mut **transaction)
    .await?;
    rows.pop().map(StoredAccount::try_from).transpose()
}
