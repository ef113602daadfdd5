use anyhow::{Context, bail};
use sqlx::FromRow;

use super::Store;
use crate::{
    clock,
    secrets::{KeyId, Keyring, OpenError, Sealed},
};

/// The table of encryption keys: the ids of the keys that encrypted data in this database.
#[derive(Debug)]
pub struct EncryptionKeys<'a> {
    pub(super) store: &'a Store,
}

#[derive(FromRow)]
struct Row {
    id: String,
    canary: Vec<u8>,
}

impl EncryptionKeys<'_> {
    /// Checks that the settings contain every key that encrypted data in this database. Read-only.
    ///
    /// # Errors
    /// A message for the operator.
    pub async fn check(&self, keyring: &Keyring) -> anyhow::Result<()> {
        for row in self.rows().await.context("the database cannot be read")? {
            let canary = Sealed {
                key_id: KeyId(row.id),
                bytes: row.canary,
            };
            match keyring.recognise(&canary) {
                Ok(()) => {}
                Err(OpenError::UnknownKey) => bail!(
                    "this database was made with another ENCRYPTION_KEY (its id is {}, the given \
                     one's {}): give that key, or give it as ENCRYPTION_KEY_PREVIOUS to change \
                     over; nothing was changed",
                    canary.key_id.0,
                    keyring.current_id().0
                ),
                Err(OpenError::Altered) => bail!(
                    "what ENCRYPTION_KEY sealed in this database was altered: the file is damaged; \
                     nothing was changed"
                ),
            }
        }
        Ok(())
    }

    /// Registers the current key, so that data may be encrypted with it.
    ///
    /// # Errors
    /// When sealing or writing fails.
    pub async fn enrol(&self, keyring: &Keyring) -> anyhow::Result<()> {
        let canary = keyring.canary()?;
        sqlx::query(
            "INSERT INTO encryption_keys (id, canary, created_at) VALUES ($1, $2, $3) \
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(canary.key_id.0)
        .bind(canary.bytes)
        .bind(clock::now())
        .execute(&self.store.writer)
        .await
        .context("the database cannot be written")?;
        Ok(())
    }

    /// Deletes the ids of keys that no longer encrypt any data, except the current one. Returns
    /// their number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_unused(&self, keyring: &Keyring) -> anyhow::Result<u64> {
        let done = sqlx::query(
            "DELETE FROM encryption_keys WHERE id <> $1 \
             AND NOT EXISTS (SELECT 1 FROM accounts WHERE encryption_key_id = encryption_keys.id)",
        )
        .bind(&keyring.current_id().0)
        .execute(&self.store.writer)
        .await?;
        Ok(done.rows_affected())
    }

    /// Empty for a database that was never migrated.
    async fn rows(&self) -> sqlx::Result<Vec<Row>> {
        let made = sqlx::query_scalar::<_, i64>(self.store.dialect.count_tables())
            .bind("encryption_keys")
            .fetch_one(&self.store.readers)
            .await?;
        if made == 0 {
            return Ok(Vec::new());
        }
        sqlx::query_as("SELECT id, canary FROM encryption_keys")
            .fetch_all(&self.store.readers)
            .await
    }
}
