mod attempts;
mod counters;
mod failed;
mod intake;
mod moves;
mod newest;
mod oldest;
mod page;
mod records;
mod release;
mod work;

use contract::{
    AccountId,
    transfer::{TransferKind, TransferState},
};

pub use attempts::Tries;
pub use counters::Counted;
pub use failed::DeadLetter;
pub use intake::{NewItem, Taken};
pub use page::{Found, PageOf};
pub use work::{Cursor, Delivered, Kinds, OfCart, QueueEntry, Work};

use super::{Dialect, Store, database::Transaction};
use crate::store::Error;
pub(super) use moves::Moves;

/// How far behind its place in the account queue an old order stands: behind everything that is
/// new.
pub const BEHIND_ALL: i64 = 1 << 60;

/// Orders and carts on their way, of all accounts.
#[derive(Debug)]
pub struct Outbox<'a> {
    pub(super) store: &'a Store,
}

/// A person, told from others and not to be read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CustomerKey(pub String);

/// `kind` as SQL has it.
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

/// `state` as SQL has it. No row is rejected: those are in a table of their own.
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
    /// Begins to write about an account, alone: what is read from here on stays so. On SQLite the
    /// writer is alone; on PostgreSQL the account's row in `account queues` is locked before
    /// anything else, by all, so that none waits for another that waits for it.
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

/// Takes `places` places at the end of the account queue and counts what moves; returns the first
/// place, or
/// `None` when the account was deleted. Who takes places tells the account queue's lease holder, in the same
/// transaction.
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
