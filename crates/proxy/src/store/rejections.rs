//! What was rejected when it was handed over.

mod page;
mod record;

use contract::{
    AccountId,
    transfer::{RejectedField, RejectionReason, TransferKind},
};

use super::{CustomerKey, Error, Store, outbox::kind_name, statement::Statement};

/// How many rejections of an account are kept, and how many rows of the log about them: a sender
/// that never stops must not fill the disk.
const MOST: i64 = 1000;

/// What was rejected when it was handed over, of all accounts.
#[derive(Debug)]
pub struct Rejections<'a> {
    pub(super) store: &'a Store,
}

/// An item that was rejected, as far as it could be read. Never what was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRejection {
    /// What it is recognised by when it comes again.
    pub key: RejectionKey,
    /// Passweb's identifier.
    pub external_id: Option<String>,
    /// The order's number.
    pub number: Option<String>,
    /// Whose it is.
    pub customer: Option<CustomerKey>,
    /// Why, as a merchant sees it.
    pub reason: RejectionReason,
    /// What is wrong with which field: the first ones.
    pub errors: Vec<RejectedField>,
}

/// What a rejected item is recognised by when it comes again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RejectionKey(String);

impl RejectionKey {
    /// An item whose identifier can be read.
    #[must_use]
    pub fn id(external_id: &str) -> Self {
        Self(["id ", external_id].concat())
    }

    /// An item of which only the number can be read.
    #[must_use]
    pub fn number(number: &str) -> Self {
        Self(["number ", number].concat())
    }

    /// An item of which neither can be read.
    #[must_use]
    pub fn content(item: &[u8]) -> Self {
        use sha2::{Digest, Sha256};
        let digest = Sha256::digest(item);
        let digits: String = digest[..16].iter().map(|b| format!("{b:02x}")).collect();
        Self(["content ", &digits].concat())
    }
}

impl Rejections<'_> {
    /// Deletes a batch of rejections whose item was rejected last before `oldest` (as `clock::now`
    /// writes times). Returns how many went; 0 when none is left.
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

    /// Forgets the rejections of items that are handed over well. Before they are stored: whoever
    /// ends in between gets no answer, and hands them over again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn clear(
        &self,
        account: &AccountId,
        kind: TransferKind,
        keys: impl Iterator<Item = RejectionKey>,
    ) -> Result<(), Error> {
        // Nearly always there are none, and looking is cheaper than writing.
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
