use contract::transfer::TransferKind;
use sqlx::FromRow;

use super::{CustomerKey, Outbox, kind_of};
use crate::store::Error;

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
        Ok(row.map(Work::from))
    }
}

impl From<WorkRow> for Work {
    fn from(row: WorkRow) -> Self {
        Self {
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
        }
    }
}
