use contract::AccountId;
use sqlx::FromRow;

use super::{BEHIND_ALL, CustomerKey, Outbox, Tries};
use crate::store::Error;

/// A position in an account queue: a worker has fetched all entries up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cursor {
    /// The position in the account queue.
    pub position: i64,
    /// The row id, which orders rows of the same position.
    pub id: i64,
}

impl Cursor {
    /// Before the first old order.
    pub const OLD: Self = Self {
        position: BEHIND_ALL,
        id: 0,
    };

    /// Whether it is the place of an old order.
    pub fn is_old(self) -> bool {
        self.position >= BEHIND_ALL
    }
}

/// The kinds of items that the settings allow to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds {
    /// *Abilita Ordini*.
    pub orders: bool,
    /// *Abilita Carrelli Abbandonati*.
    pub carts: bool,
}

/// A waiting item. Small, because a worker keeps thousands of entries in memory.
#[derive(Clone, Debug)]
pub struct QueueEntry {
    /// The id, and the position in the account queue.
    pub cursor: Cursor,
    /// The customer.
    pub customer: CustomerKey,
    /// Another customer whose earlier items must be sent first.
    pub other_customer: Option<CustomerKey>,
    /// The failures so far.
    pub tries: Tries,
}

#[derive(FromRow)]
struct QueueEntryRow {
    id: i64,
    position: i64,
    customer: String,
    other_customer: Option<String>,
    attempts: i64,
    failing_since: Option<i64>,
    next_attempt_at: Option<i64>,
}

impl Outbox<'_> {
    /// The waiting items of an account queue after `after`, in order. Old orders are a separate
    /// part that starts at [`Cursor::OLD`], so that new items are found however far that part was
    /// read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting(
        &self,
        account: &AccountId,
        kinds: Kinds,
        after: Cursor,
        limit: i64,
    ) -> Result<Vec<QueueEntry>, Error> {
        let rows = sqlx::query_as::<_, QueueEntryRow>(
            "SELECT id, position, customer, other_customer, attempts, failing_since, \
             next_attempt_at FROM outbox \
             WHERE account = $1 AND state = 'waiting' AND (position, id) > ($2, $3) \
             AND position < $7 AND (kind = 'cart' OR $4) AND (kind = 'order' OR $5) \
             ORDER BY position, id LIMIT $6",
        )
        .bind(account.as_str())
        .bind(after.position)
        .bind(after.id)
        .bind(kinds.orders)
        .bind(kinds.carts)
        .bind(limit)
        .bind(match after.position < BEHIND_ALL {
            true => BEHIND_ALL,
            false => i64::MAX,
        })
        .fetch_all(&self.store.readers)
        .await?;
        Ok(rows.into_iter().map(QueueEntry::from).collect())
    }
}

impl From<QueueEntryRow> for QueueEntry {
    fn from(row: QueueEntryRow) -> Self {
        Self {
            cursor: Cursor {
                position: row.position,
                id: row.id,
            },
            customer: CustomerKey(row.customer),
            other_customer: row.other_customer.map(CustomerKey),
            tries: Tries {
                attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
                failing_since: row.failing_since,
                next_at: row.next_attempt_at,
            },
        }
    }
}
