//! The order that the page *Che cosa viene inviato* shows: the last one that arrived while the page
//! asked for it. Kept for an hour.

use contract::{AccountId, AdjustmentCode};
use sqlx::FromRow;

use super::{CustomerKey, Error, Store, StoredAccount};

/// How long a sample is kept, and for how long the page gets one after it asked, in milliseconds.
const HOUR: i64 = 60 * 60 * 1000;
/// The page asks every few seconds: the time is stored again only after this part of the hour.
const SLACK: i64 = HOUR / 6;

/// The table of samples.
#[derive(Debug)]
pub struct OrderSamples<'a> {
    pub(super) store: &'a Store,
}

/// A sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderSample {
    /// The customer, by whom an erasure finds the sample.
    pub customer: CustomerKey,
    /// The payload, as in the outbox.
    pub payload: String,
    /// The adjustments, with pointers into the order as it was submitted.
    pub adjusted: Vec<(String, AdjustmentCode)>,
    /// When the order was submitted, in milliseconds since 1970.
    pub taken_at: i64,
}

#[derive(FromRow)]
struct Row {
    customer: String,
    payload: String,
    adjusted: String,
    taken_at: i64,
}

impl StoredAccount {
    /// Whether the page asked for a sample within the last hour.
    #[must_use]
    pub fn wants_sample(&self, now: i64) -> bool {
        self.preview_until.is_some_and(|until| now < until)
    }
}

impl OrderSamples<'_> {
    /// Requests that the orders of the next hour are kept as the sample.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask(&self, stored: &StoredAccount, now: i64) -> Result<(), Error> {
        let until = now + HOUR;
        if stored.wants_sample(until - SLACK) {
            return Ok(());
        }
        sqlx::query("UPDATE accounts SET preview_until = $1 WHERE id = $2 AND deleted_at IS NULL")
            .bind(until)
            .bind(stored.account.id.as_str())
            .execute(&self.store.writer)
            .await?;
        Ok(())
    }

    /// Stores a sample in place of the account's earlier one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take(&self, account: &AccountId, sample: &OrderSample) -> Result<(), Error> {
        let adjusted = serde_json::to_string(&sample.adjusted)
            .map_err(|error| Error::Internal(error.into()))?;
        sqlx::query(
            "INSERT INTO order_samples (account, customer, payload, adjusted, taken_at) \
             SELECT id, $2, $3, $4, $5 FROM accounts WHERE id = $1 AND deleted_at IS NULL \
             ON CONFLICT (account) DO UPDATE SET customer = excluded.customer, \
             payload = excluded.payload, adjusted = excluded.adjusted, \
             taken_at = excluded.taken_at",
        )
        .bind(account.as_str())
        .bind(&sample.customer.0)
        .bind(&sample.payload)
        .bind(adjusted)
        .bind(sample.taken_at)
        .execute(&self.store.writer)
        .await?;
        Ok(())
    }

    /// The sample of an account, unless its hour is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&self, account: &AccountId, now: i64) -> Result<Option<OrderSample>, Error> {
        let row = sqlx::query_as::<_, Row>(
            "SELECT customer, payload, adjusted, taken_at FROM order_samples \
             WHERE account = $1 AND taken_at > $2",
        )
        .bind(account.as_str())
        .bind(now - HOUR)
        .fetch_optional(&self.store.readers)
        .await?;
        Ok(row.map(|row| OrderSample {
            customer: CustomerKey(row.customer),
            payload: row.payload,
            adjusted: serde_json::from_str(&row.adjusted).unwrap_or_default(),
            taken_at: row.taken_at,
        }))
    }

    /// Deletes the samples whose hour is over.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget(&self, now: i64) -> Result<(), Error> {
        // There is nearly never one, and a read is cheaper than a write.
        let oldest: Option<i64> = sqlx::query_scalar("SELECT min(taken_at) FROM order_samples")
            .fetch_one(&self.store.readers)
            .await?;
        if oldest.is_some_and(|oldest| oldest + HOUR <= now) {
            sqlx::query("DELETE FROM order_samples WHERE taken_at <= $1")
                .bind(now - HOUR)
                .execute(&self.store.writer)
                .await?;
        }
        Ok(())
    }
}
