mod carts;
mod plan;
mod write;

use contract::{
    AccountId,
    history::HistoryState,
    transfer::{TransferKind, TransferState},
};
use sqlx::FromRow;

use carts::drop_carts;
use plan::Plan;
use write::Write;

use super::{CustomerKey, Moves, Outbox, enter, kind_name, state_name, state_of};
use crate::{
    clock,
    store::{Error, codes, database::Transaction, statement::Statement},
};

/// A validated order or cart that was handed over.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// Passweb's id.
    pub external_id: String,
    /// The order number.
    pub number: Option<String>,
    /// `updated_at`, in microseconds.
    pub version: i64,
    /// Hash of the item as handed over, without `history`.
    pub content: String,
    /// `placed_at` of an order, `abandoned_at` of a cart, in microseconds.
    pub happened_at: i64,
    /// Whether the item must be deleted: an emptied cart, a cancelled order.
    pub withdrawn: bool,
    /// Whether the item is an old order.
    pub history: bool,
    /// The customer.
    pub customer: CustomerKey,
    /// The id of the cart that became this order.
    pub cart: Option<String>,
    /// The page of the order in the shop.
    pub order_url: Option<String>,
    /// The payload as handed over.
    pub payload: String,
}

/// Result of the intake of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// New items and newer versions.
    pub accepted: u64,
    /// Items stored already in this version or a newer one.
    pub duplicates: u64,
    /// Carts that became an order before, and old orders that are not wanted any more.
    pub ignored: u64,
}

/// The stored state of an item before the batch.
#[derive(FromRow)]
struct Known {
    id: i64,
    external_id: String,
    state: String,
    version: i64,
    content: Option<String>,
    customer: String,
    cart: Option<String>,
    happened_at: Option<i64>,
    ordered_at: Option<i64>,
    withdrawn: i64,
    /// Whether ActiveCampaign has, or may have, a record of the item.
    is_there: i64,
}

impl Outbox<'_> {
    /// Stores a batch of one kind completely or not at all. The batch is on disk when this returns.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_in(
        &self,
        account: &AccountId,
        kind: TransferKind,
        items: &[NewItem],
    ) -> Result<Taken, Error> {
        let mut transaction = self.begin(account).await?;
        let gone = Taken {
            ignored: items.len() as u64,
            ..Taken::default()
        };
        // Nothing can be written for an account that was deleted meanwhile.
        if !is_there(&mut transaction, account).await? {
            return Ok(gone);
        }
        let ids = items.iter().map(|item| item.external_id.as_str());
        let known = known(&mut transaction, account, kind, ids).await?;
        let queue = queue(&mut transaction, account).await?;
        let mut plan = Plan::make(items, known, kind, queue.is_cancelled());
        // Only orders have one. Nobody is reminded of the cart of an old order, sent or not.
        let cancelled = plan.cancelled.iter().map(|item| (*item, true));
        let accepted: Vec<(&NewItem, bool)> = plan.accepted().chain(cancelled).collect();
        let moves = &mut plan.moves;
        let other_customers =
            drop_carts(&mut transaction, account, accepted.into_iter(), moves).await?;
        let places = i64::try_from(plan.taken.accepted).unwrap_or(i64::MAX);
        let Some(place) = enter(&mut transaction, account, places, plan.moves).await? else {
            return Ok(gone);
        };
        let write = Write {
            queue,
            account,
            kind,
            accepted_at: clock::now(),
            other_customers,
        };
        let place = write.newer(&mut transaction, &plan.newer, place).await?;
        write.fresh(&mut transaction, &plan.fresh, place).await?;
        write.count_again(&mut transaction, &plan.known_old).await?;
        transaction.commit().await?;
        Ok(plan.taken)
    }
}

/// Whether the account has a queue and is not deleted, in a transaction that excludes its deletion.
async fn is_there(transaction: &mut Transaction, account: &AccountId) -> Result<bool, Error> {
    let found = sqlx::query_scalar::<_, i64>(
        "SELECT 1 FROM account_queues q JOIN accounts a ON a.id = q.account \
         WHERE q.account = $1 AND a.deleted_at IS NULL",
    );
    let found = found
        .bind(account.as_str())
        .fetch_optional(&mut **transaction);
    Ok(found.await?.is_some())
}

/// The state of an item after the intake. `None` when nothing has to be sent or deleted.
fn target(kind: TransferKind, item: &NewItem, known: Option<&Known>) -> Option<TransferState> {
    match (kind, item.withdrawn) {
        (TransferKind::Order, false) => Some(TransferState::Waiting),
        // Abandoned carts are sent when a synchronisation ends.
        (TransferKind::Cart, false) => Some(TransferState::Held),
        // An unknown cart was never sent. An unknown order, or the record of its cart, may exist in
        // ActiveCampaign nevertheless.
        (kind, true) => match known {
            None if kind == TransferKind::Cart => None,
            Some(known) if known.is_there == 0 && item.cart.is_none() => None,
            _ => Some(TransferState::Waiting),
        },
    }
}

/// Value of the column `state` for a target state.
fn target_name(target: Option<TransferState>) -> &'static str {
    target.map_or("dropped", state_name)
}

/// What an account queue says of what is handed over for it.
#[derive(FromRow)]
struct Queue {
    /// The highest version among deleted rows that ActiveCampaign may have.
    forgotten_version: i64,
    history_state: Option<String>,
    history_run: i64,
}

impl Queue {
    /// Whether old orders are not taken any more.
    fn is_cancelled(&self) -> bool {
        let cancelled = codes::name(&HistoryState::Cancelled);
        self.history_state.as_ref() == Some(&cancelled)
    }
}

async fn queue(transaction: &mut Transaction, account: &AccountId) -> Result<Queue, Error> {
    let queue = sqlx::query_as(
        "SELECT forgotten_version, history_state, history_run FROM account_queues \
         WHERE account = $1",
    )
    .bind(account.as_str())
    .fetch_one(&mut **transaction)
    .await?;
    Ok(queue)
}

async fn known<'a>(
    transaction: &mut Transaction,
    account: &AccountId,
    kind: TransferKind,
    external_ids: impl Iterator<Item = &'a str>,
) -> Result<Vec<Known>, Error> {
    let mut statement = Statement::new(
        "SELECT id, external_id, state, version, content, customer, cart, happened_at, \
         ordered_at, withdrawn, CASE WHEN remote_id IS NOT NULL OR attempted <> 0 THEN 1 ELSE 0 \
         END AS is_there FROM outbox WHERE account = ",
    );
    statement.bind(account.as_str());
    statement.push(" AND kind = ").bind(kind_name(kind));
    statement.push(" AND external_id IN ").list(external_ids);
    let known = statement.query_as()?.fetch_all(&mut **transaction).await?;
    Ok(known)
}
