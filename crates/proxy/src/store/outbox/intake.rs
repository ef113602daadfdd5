mod carts;
mod write;

use std::collections::HashMap;

use contract::{
    AccountId,
    transfer::{TransferKind, TransferState},
};
use sqlx::FromRow;

use carts::drop_carts;
use write::Write;

use super::{CustomerKey, Moves, Outbox, enter, kind_name, state_of};
use crate::{
    clock,
    store::{Error, database::Transaction, statement::Statement},
};

/// An order or a cart that was handed over and checked.
#[derive(Clone, Debug)]
pub struct NewItem {
    /// Passweb's identifier.
    pub external_id: String,
    /// The order's number.
    pub number: Option<String>,
    /// `updated_at`, in microseconds.
    pub version: i64,
    /// Whose it is.
    pub customer: CustomerKey,
    /// The cart that the order was.
    pub cart: Option<String>,
    /// As handed over.
    pub payload: String,
}

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// New ones, and newer versions.
    pub accepted: u64,
    /// Known in this version or a newer one.
    pub duplicates: u64,
    /// Carts that became an order before.
    pub ignored: u64,
}

/// What is known of an item before the batch.
#[derive(FromRow)]
struct Known {
    id: i64,
    external_id: String,
    state: String,
    version: i64,
    customer: String,
}

/// What a batch does, decided before anything of it is written.
#[derive(Default)]
struct Plan<'a> {
    fresh: Vec<&'a NewItem>,
    newer: Vec<(Known, &'a NewItem)>,
    taken: Taken,
    moves: Moves,
}

impl Outbox<'_> {
    /// Takes in a batch of one kind, all of it or nothing: once this returns, it is on disk.
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
        // Of an account that was deleted meanwhile nothing can be written.
        let is_there = enter(&mut transaction, account, 0, Moves::default()).await?;
        if is_there.is_none() {
            return Ok(gone);
        }
        let ids = items.iter().map(|item| item.external_id.as_str());
        let known = known(&mut transaction, account, kind, ids).await?;
        let first_state = match kind {
            TransferKind::Order => TransferState::Waiting,
            // Abandoned carts leave when a synchronisation ends.
            TransferKind::Cart => TransferState::Held,
        };
        let mut plan = Plan::make(items, known, first_state);
        // Only orders have one.
        let accepted: Vec<&NewItem> = plan.accepted().collect();
        let moves = &mut plan.moves;
        let other_customers =
            drop_carts(&mut transaction, account, accepted.into_iter(), moves).await?;
        let places = i64::try_from(plan.taken.accepted).unwrap_or(i64::MAX);
        let Some(place) = enter(&mut transaction, account, places, plan.moves).await? else {
            return Ok(gone);
        };
        let write = Write {
            forgotten_version: forgotten_version(&mut transaction, account).await?,
            account,
            kind,
            state: first_state,
            accepted_at: clock::now(),
            other_customers,
        };
        let place = write.newer(&mut transaction, &plan.newer, place).await?;
        write.fresh(&mut transaction, &plan.fresh, place).await?;
        transaction.commit().await?;
        Ok(plan.taken)
    }
}

impl<'a> Plan<'a> {
    fn make(items: &'a [NewItem], known: Vec<Known>, first_state: TransferState) -> Self {
        let mut plan = Self::default();
        let mut known: HashMap<String, Known> = known
            .into_iter()
            .map(|row| (row.external_id.clone(), row))
            .collect();
        // The newest version of an item that is in the batch more than once.
        let mut newest: HashMap<&str, &NewItem> = HashMap::new();
        for item in items {
            let place = newest.entry(&item.external_id).or_insert(item);
            if item.version > place.version {
                *place = item;
            }
        }
        for item in items {
            let is_newest = newest
                .get(item.external_id.as_str())
                .is_some_and(|newest| std::ptr::eq(*newest, item));
            match known.get(&item.external_id) {
                Some(row) if row.state == "dropped" => plan.taken.ignored += 1,
                Some(row) if row.version >= item.version => plan.taken.duplicates += 1,
                _ if !is_newest => plan.taken.duplicates += 1,
                _ => {
                    plan.taken.accepted += 1;
                    match known.remove(&item.external_id) {
                        Some(row) => {
                            plan.moves.count(state_of(&row.state), Some(first_state));
                            plan.newer.push((row, item));
                        }
                        None => {
                            plan.moves.count(None, Some(first_state));
                            plan.fresh.push(item);
                        }
                    }
                }
            }
        }
        plan
    }

    fn accepted(&self) -> impl Iterator<Item = &'a NewItem> {
        let newer = self.newer.iter().map(|(_, item)| *item);
        self.fresh.iter().copied().chain(newer)
    }
}

/// Up to which version rows were deleted that ActiveCampaign may hold.
async fn forgotten_version(
    transaction: &mut Transaction,
    account: &AccountId,
) -> Result<i64, Error> {
    let version = sqlx::query_scalar("SELECT forgotten_version FROM lanes WHERE account = $1")
        .bind(account.as_str())
        .fetch_optional(&mut **transaction)
        .await?;
    Ok(version.unwrap_or_default())
}

async fn known<'a>(
    transaction: &mut Transaction,
    account: &AccountId,
    kind: TransferKind,
    external_ids: impl Iterator<Item = &'a str>,
) -> Result<Vec<Known>, Error> {
    let mut statement = Statement::new(
        "SELECT id, external_id, state, version, customer FROM outbox WHERE account = ",
    );
    statement.bind(account.as_str());
    statement.push(" AND kind = ").bind(kind_name(kind));
    statement.push(" AND external_id IN ").list(external_ids);
    let known = statement.query_as()?.fetch_all(&mut **transaction).await?;
    Ok(known)
}
