use contract::{
    AccountId,
    transfer::{TransferKind, TransferState},
};
use sqlx::FromRow;

use super::{BEHIND_ALL, CustomerKey, Moves, Outbox, Tries, enter, kind_of, state_name};
use crate::{
    clock,
    store::{Error, FencedStore, fencing::fenced},
};

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

/// A waiting item with everything that its delivery needs.
#[derive(Clone, Debug)]
pub struct Work {
    /// The row id.
    pub id: i64,
    /// Order or cart.
    pub kind: TransferKind,
    /// Passweb's id.
    pub external_id: String,
    /// The order number; the id when there is none.
    pub label: String,
    /// The version of the row. Increases with every change.
    pub revision: i64,
    /// The payload as handed over.
    pub payload: String,
    /// Whether ActiveCampaign may have this or another version of the item without a stored result.
    pub attempted: bool,
    /// ActiveCampaign's id of the record.
    pub remote_id: Option<String>,
    /// The record of the cart that became this order, unless another order took it over.
    pub cart: Option<OfCart>,
    /// Whether the record must be deleted.
    pub withdrawn: bool,
    /// Whether a new record may start automations.
    pub live: bool,
    /// The customer of ActiveCampaign's record at the last write.
    pub person: Option<CustomerKey>,
    /// The `externalcheckoutid` of a cart whose own id belongs to an order's record.
    pub checkout_id: Option<String>,
    /// Whether the cart became an order earlier, and was abandoned again.
    pub abandoned_again: bool,
    /// Whether an earlier attempt failed.
    pub has_attempts: bool,
}

/// The record of a cart that became an order.
#[derive(Clone, Debug)]
pub struct OfCart {
    /// The cart's id.
    pub external_id: String,
    /// The cart's `externalcheckoutid` in ActiveCampaign.
    pub checkout_id: String,
    /// ActiveCampaign's id of the record.
    pub remote_id: Option<String>,
    /// Whether ActiveCampaign may have the record without a stored result.
    pub attempted: bool,
}

/// A write that ActiveCampaign confirmed.
#[derive(Debug)]
pub struct Delivered<'a> {
    /// The written item.
    pub work: &'a Work,
    /// ActiveCampaign's id of the record.
    pub remote_id: &'a str,
    /// The customer of the record.
    pub person: &'a CustomerKey,
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

#[derive(FromRow)]
struct WorkRow {
    id: i64,
    kind: String,
    external_id: String,
    number: Option<String>,
    revision: i64,
    payload: String,
    attempted: i64,
    remote_id: Option<String>,
    withdrawn: i64,
    history: i64,
    announced: i64,
    person: Option<String>,
    checkout_id: Option<String>,
    ordered_at: Option<i64>,
    has_attempts: i64,
    cart: Option<String>,
    cart_remote_id: Option<String>,
    cart_attempted: Option<i64>,
    cart_checkout_id: Option<String>,
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
        let entries = rows.into_iter().map(|row| QueueEntry {
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
        });
        Ok(entries.collect())
    }

    /// Everything needed to send an item; `None` when the item no longer waits.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(&self, id: i64) -> Result<Option<Work>, Error> {
        let row = sqlx::query_as::<_, WorkRow>(
            "SELECT o.id, o.kind, o.external_id, o.number, o.revision, o.payload, o.attempted, \
             o.remote_id, o.withdrawn, o.history, o.announced, o.person, o.checkout_id, \
             o.ordered_at, CASE WHEN EXISTS (SELECT 1 FROM attempts a WHERE a.item = o.id) \
             THEN 1 ELSE 0 END AS has_attempts, o.cart, c.remote_id AS cart_remote_id, \
             c.attempted AS cart_attempted, c.checkout_id AS cart_checkout_id \
             FROM outbox o LEFT JOIN outbox c \
             ON c.account = o.account AND c.kind = 'cart' AND c.external_id = o.cart \
             AND (c.consumed_by IS NULL OR c.consumed_by = o.external_id) \
             AND (c.state = 'dropped' OR c.happened_at IS NULL OR c.happened_at <= o.happened_at) \
             WHERE o.id = $1 AND o.state = 'waiting' AND o.payload IS NOT NULL",
        )
        .bind(id)
        .fetch_optional(&self.store.readers)
        .await?;
        Ok(row.map(|row| Work {
            id: row.id,
            kind: kind_of(&row.kind),
            label: row.number.unwrap_or_else(|| row.external_id.clone()),
            external_id: row.external_id,
            revision: row.revision,
            payload: row.payload,
            attempted: row.attempted != 0,
            remote_id: row.remote_id,
            withdrawn: row.withdrawn != 0,
            live: row.history == 0 && row.announced == 0,
            person: row.person.map(CustomerKey),
            checkout_id: row.checkout_id,
            abandoned_again: row.ordered_at.is_some(),
            has_attempts: row.has_attempts != 0,
            cart: row.cart.map(|external_id| OfCart {
                checkout_id: row.cart_checkout_id.unwrap_or_else(|| external_id.clone()),
                external_id,
                remote_id: row.cart_remote_id,
                attempted: row.cart_attempted.is_some_and(|attempted| attempted != 0),
            }),
        }))
    }
}

impl FencedStore<'_> {
    /// Records, before a write, that the write may happen. Returns `false` when this version no
    /// longer waits, and must not be written.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempt(&self, work: &Work) -> Result<bool, Error> {
        let attempt = fenced!(
            "UPDATE outbox SET attempted = $3 \
             WHERE account = $1 AND id = $4 AND revision = $3 AND state = 'waiting'"
        );
        self.execute(self.query(attempt).bind(work.revision).bind(work.id))
            .await
    }

    /// Records that the write certainly did not happen.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn not_attempted(&self, work: &Work) -> Result<(), Error> {
        let not_attempted = fenced!(
            "UPDATE outbox SET attempted = 0 WHERE account = $1 AND id = $3 AND attempted = $4"
        );
        let query = self.query(not_attempted).bind(work.id).bind(work.revision);
        self.execute(query).await.map(drop)
    }

    /// Records that ActiveCampaign has the item. A newer version that arrived meanwhile keeps
    /// waiting. A repeated call counts the item once, because the counters follow the state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delivered(&self, done: Delivered<'_>) -> Result<(), Error> {
        let mut transaction = self.begin().await?;
        // The item may be a dead letter by now.
        for from in [TransferState::Waiting, TransferState::Failed] {
            let moved = sqlx::query(
                "UPDATE outbox SET state = 'sent', payload = NULL, remote_id = $1, attempted = 0, \
                 attempts = 0, failing_since = NULL, next_attempt_at = NULL, person = $5, \
                 announced = CASE WHEN kind = 'order' THEN 1 ELSE announced END, sent_at = $6, \
                 failure_code = NULL, failure_reason = NULL, failed_at = NULL \
                 WHERE id = $2 AND revision = $3 AND state = $4",
            )
            .bind(done.remote_id)
            .bind(done.work.id)
            .bind(done.work.revision)
            .bind(state_name(from))
            .bind(&done.person.0)
            .bind(clock::now())
            .execute(&mut *transaction)
            .await?;
            if moved.rows_affected() == 1 {
                let mut moves = Moves::default();
                moves.count(Some(from), Some(TransferState::Sent));
                enter(&mut transaction, self.account(), 0, moves).await?;
                transaction.commit().await?;
                return Ok(());
            }
        }
        // For another version, or a cart that became an order, only the record is stored; for a
        // person who was erased meanwhile, no personal data.
        sqlx::query(
            "UPDATE outbox SET remote_id = $1, \
             person = CASE WHEN customer = '' THEN NULL ELSE $4 END, \
             announced = CASE WHEN kind = 'order' THEN 1 ELSE announced END, \
             attempted = CASE WHEN attempted <= $3 THEN 0 ELSE attempted END \
             WHERE id = $2 AND NOT (revision = $3 AND state = 'sent')",
        )
        .bind(done.remote_id)
        .bind(done.work.id)
        .bind(done.work.revision)
        .bind(&done.person.0)
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(())
    }
}
