//! Items that were rejected by the intake.

mod page;
mod record;

use contract::{
    AccountId,
    transfer::{RejectedField, RejectionReason, TransferKind},
};

use super::{CustomerKey, Error, Store, outbox::kind_name, statement::Statement};

/// Maximum number of stored rejections of an account, and of log entries about them: a sender that
/// never stops must not fill the disk.
const MOST: i64 = 1000;

/// The table of rejected items, of all accounts.
#[derive(Debug)]
pub struct Rejections<'a> {
    pub(super) store: &'a Store,
}

/// A rejected item, with the fields that could be read. Never contains the payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRejection {
    /// Identifies the item when it is handed over again.
    pub key: RejectionKey,
    /// Passweb's id.
    pub external_id: Option<String>,
    /// The order number.
    pub number: Option<String>,
    /// The customer.
    pub customer: Option<CustomerKey>,
    /// The reason, as shown to the merchant.
    pub reason: RejectionReason,
    /// The first invalid fields, and what is wrong with them.
    pub errors: Vec<RejectedField>,
}

/// Identifies a rejected item when it is handed over again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RejectionKey(String);

impl RejectionKey {
    /// The key of an item with a readable id.
    #[must_use]
    pub fn id(external_id: &str) -> Self {
        Self(["id ", external_id].concat())
    }

    /// The key of an item with a readable number, but no readable id.
    #[must_use]
    pub fn number(number: &str) -> Self {
        Self(["number ", number].concat())
    }

    /// The key of an item without either: a hash of its content.
    #[must_use]
    pub fn content(item: &[u8]) -> Self {
        use sha2::{Digest, Sha256};
        let digest = Sha256::digest(item);
        let digits: String = digest[..16].iter().map(|b| format!("{b:02x}")).collect();
        Self(["content ", &digits].concat())
    }
}

impl Rejections<'_> {
    /// Deletes a batch of items that were last rejected before `oldest` (in the format of
    /// `clock::now`). Returns the number of deleted rows; 0 when none is left.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_before(&self, oldest: &str) -> Result<u64, Error> {
        let done = sqlx::query(
            "DELETE FROM rejections WHERE id IN \
             (SELECT id FROM rejections WHERE last_at < $1 ORDER BY last_at LIMIT $2)",
        )
        .bind(oldest)
        .bind(MOST)
        .execute(&self.store.writer)
        .await?;
        Ok(done.rows_affected())
    }

    /// Deletes the rejections of items that are now valid. Called before they are stored: after a
    /// crash in between, the sender has no response and hands the items over again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear(
        &self,
        account: &AccountId,
        kind: TransferKind,
        keys: impl Iterator<Item = RejectionKey>,
    ) -> Result<(), Error> {
        // There are nearly never any, and a read is cheaper than a write.
        let any = sqlx::query_scalar::<_, i64>(
            "SELECT id FROM rejections WHERE account = $1 ORDER BY id LIMIT 1",
        )
        .bind(account.as_str())
        .fetch_optional(&self.store.readers)
        .await?;
        if any.is_none() {
            return Ok(());
        }
        let keys: Vec<String> = keys.map(|key| key.0).collect();
        for keys in keys.chunks(500) {
            let mut statement = Statement::new("DELETE FROM rejections WHERE account = ");
            statement.bind(account.as_str());
            statement.push(" AND kind = ").bind(kind_name(kind));
            statement
                .push(" AND item IN ")
                .list(keys.iter().map(String::as_str));
            statement.query()?.execute(&self.store.writer).await?;
        }
        Ok(())
    }
}
