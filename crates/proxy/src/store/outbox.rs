mod attempts;
mod counters;
mod delivered;
mod failed;
mod intake;
mod moves;
mod newest;
mod oldest;
mod page;
mod records;
mod release;
mod waiting;
mod work;

use contract::{
    AccountId,
    transfer::{TransferKind, TransferState},
};

pub use attempts::Tries;
pub use counters::Counted;
pub use delivered::Delivered;
pub use failed::DeadLetter;
pub use intake::{NewItem, Taken};
pub use page::{Found, PageOf};
pub use waiting::{Cursor, Kinds, QueueEntry};
pub use work::{OfCart, Work};

use super::{Dialect, Store, database::Transaction};
use crate::store::Error;
pub(super) use moves::Moves;

/// Offset of the positions of old orders: it puts them behind all new items of the account queue.
pub const BEHIND_ALL: i64 = 1 << 60;

/// The table of orders and carts to deliver, of all accounts.
#[derive(Debug)]
pub struct Outbox<'a> {
    pub(super) store: &'a Store,
}

/// Identifies a customer without revealing the e-mail address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CustomerKey(pub String);

/// Value of the column `kind`.
pub(super) const fn kind_name(kind: TransferKind) -> &'static str {
    match kind {
        TransferKind::Order => "order",
        TransferKind::Cart => "cart",
    }
}

pub(super) fn kind_of(name: &str) -> TransferKind {
    match name {
        "cart" => TransferKind::Cart,
        _ => TransferKind::Order,
    }
}

/// Value of the column `state`. No row is `rejected`: rejections have a table of their own.
pub(super) const fn state_name(state: TransferState) -> &'static str {
    match state {
        TransferState::Held => "held",
        TransferState::Waiting => "waiting",
        TransferState::Sent => "sent",
        TransferState::Failed => "failed",
        TransferState::Rejected => "rejected",
        TransferState::Withdrawn => "dropped",
    }
}

pub(super) fn state_of(name: &str) -> Option<TransferState> {
    [
        TransferState::Held,
        TransferState::Waiting,
        TransferState::Sent,
        TransferState::Failed,
    ]
    .into_iter()
    .find(|state| state_name(*state) == name)
}

impl Outbox<'_> {
    /// Starts a transaction with exclusive access to an account, so that its reads stay valid. In
    /// SQLite, the transaction is the only writer. In PostgreSQL, every such transaction locks the
    /// account's row in `account_queues` before any other row, which prevents deadlocks.
    pub(super) async fn begin(&self, account: &AccountId) -> Result<Transaction, Error> {
        let dialect = self.store.dialect;
        let mut transaction = self.store.writer.begin_with(dialect.begin()).await?;
        if dialect == Dialect::Postgres {
            sqlx::query("SELECT 1 FROM account_queues WHERE account = $1 FOR UPDATE")
                .bind(account.as_str())
                .execute(&mut *transaction)
                .await?;
        }
        Ok(transaction)
    }
}

/// Reserves `places` positions at the end of the account queue, and updates the counters. Returns
/// the first position, or `None` when the account was deleted. With `places` > 0, also marks the
/// queue as changed for the holder of its lease, in the same transaction.
pub(super) async fn enter(
    transaction: &mut Transaction,
    account: &AccountId,
    places: i64,
    moves: Moves,
) -> Result<Option<i64>, Error> {
    let mut last = sqlx::query_scalar::<_, i64>(
        "UPDATE account_queues SET next_position = next_position + $1, held = held + $2, \
         waiting = waiting + $3, sent = sent + $4, failed = failed + $5, \
         dirty = CASE WHEN $1 > 0 THEN 1 ELSE dirty END \
         WHERE account = $6 RETURNING next_position",
    )
    .bind(places)
    .bind(moves.held)
    .bind(moves.waiting)
    .bind(moves.sent)
    .bind(moves.failed)
    .bind(account.as_str())
    .fetch_all(&mut **transaction)
    .await?;
    Ok(last.pop().map(|last| last - places))
}
