use contract::{AccountId, event::Email};
use sha2::{Digest, Sha256};
use sqlx::FromRow;

use super::{CustomerKey, FencedStore, Store, fencing::FencedSql};
use crate::store::Error;

/// The table of customers: what ActiveCampaign is known to have stored about people.
#[derive(Debug)]
pub struct Customers<'a> {
    pub(super) store: &'a Store,
}

/// The stored state of a person in ActiveCampaign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownCustomer {
    /// Hash of the names in ActiveCampaign.
    pub names: Option<String>,
    /// ActiveCampaign's id of the contact.
    pub contact_id: Option<String>,
    /// Start of a first `contact/sync` without a known response, in seconds since 1970.
    pub sync_started_at: Option<i64>,
    /// Whether the contact is new and has no tag yet.
    pub tag_due: bool,
    /// The connection of the customer.
    pub connection_id: Option<String>,
    /// ActiveCampaign's id of the customer.
    pub customer_id: Option<String>,
}

#[derive(FromRow)]
struct Row {
    names: Option<String>,
    contact_id: Option<String>,
    sync_started_at: Option<i64>,
    tag_due: i64,
    connection_id: Option<String>,
    customer_id: Option<String>,
}

impl From<Row> for KnownCustomer {
    fn from(row: Row) -> Self {
        Self {
            names: row.names,
            contact_id: row.contact_id,
            sync_started_at: row.sync_started_at,
            tag_due: row.tag_due != 0,
            connection_id: row.connection_id,
            customer_id: row.customer_id,
        }
    }
}

impl CustomerKey {
    /// The key of a person: a hash of the e-mail address.
    #[must_use]
    pub fn of(email: &Email) -> Self {
        Self(hash(&["customer", email.as_str()]))
    }
}

/// A short hash of several texts, as hexadecimal digits. Its 128 bits make collisions practically
/// impossible.
#[must_use]
pub fn hash(texts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update(text.as_bytes());
        hasher.update([0]);
    }
    let bytes = hasher.finalize();
    bytes[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Writes nothing for an account that was deleted meanwhile, or for an erased person, whom no order
/// or cart names any more. Locks the row of the account queue before the row of the order, as all
/// transactions do.
macro_rules! put {
    ($is_ours:literal, $lock:literal) => {
        concat!(
            "INSERT INTO customers (account, email, names, contact_id, sync_started_at, tag_due, \
             connection_id, customer_id) SELECT q.account, $3, $4, $5, $6, $7, $8, $9 \
             FROM (SELECT account FROM account_queues WHERE account = $1",
            $is_ours,
            $lock,
            ") q WHERE EXISTS (SELECT 1 FROM outbox \
             WHERE account = q.account AND (customer = $3 OR other_customer = $3)",
            $lock,
            ") ON CONFLICT (account, email) DO UPDATE SET names = excluded.names, \
             contact_id = excluded.contact_id, sync_started_at = excluded.sync_started_at, \
             tag_due = excluded.tag_due, connection_id = excluded.connection_id, \
             customer_id = excluded.customer_id"
        )
    };
}

impl Customers<'_> {
    /// The stored state of a person; the default for an unknown person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(
        &self,
        account: &AccountId,
        key: &CustomerKey,
    ) -> Result<KnownCustomer, Error> {
        let row = sqlx::query_as::<_, Row>(
            "SELECT names, contact_id, sync_started_at, tag_due, connection_id, customer_id \
             FROM customers WHERE account = $1 AND email = $2",
        )
        .bind(account.as_str())
        .bind(&key.0)
        .fetch_optional(&self.store.readers)
        .await?;
        Ok(row.map(KnownCustomer::from).unwrap_or_default())
    }
}

impl FencedStore<'_> {
    /// Stores the state of a person who has an order or a cart in the outbox.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_customer(
        &self,
        key: &CustomerKey,
        known: &KnownCustomer,
    ) -> Result<(), Error> {
        let put = FencedSql {
            alone: put!("", ""),
            // A concurrent erasure waits for this statement, and then deletes its row.
            leased: put!(" AND leased_by = $2", " FOR SHARE"),
        };
        let query = self.query(put).bind(&key.0).bind(&known.names);
        let query = query.bind(&known.contact_id).bind(known.sync_started_at);
        let query = query.bind(i64::from(known.tag_due));
        let query = query.bind(&known.connection_id).bind(&known.customer_id);
        self.execute(query).await.map(drop)
    }
}
