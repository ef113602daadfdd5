use std::collections::HashMap;

use contract::{AccountId, transfer::TransferKind};

use super::{NewItem, known};
use crate::{
    clock,
    store::outbox::{Moves, Outbox, enter, state_of},
    store::{Error, database::Transaction},
};

impl Outbox<'_> {
    /// Orders that are not taken in, because the settings exclude them. Their carts are not
    /// abandoned any more all the same: nobody is reminded of what was paid for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pass_over(&self, account: &AccountId, orders: &[NewItem]) -> Result<(), Error> {
        let mut transaction = self.begin(account).await?;
        let mut moves = Moves::default();
        if enter(&mut transaction, account, 0, moves).await?.is_none() {
            return Ok(());
        }
        drop_carts(&mut transaction, account, orders.iter(), &mut moves).await?;
        enter(&mut transaction, account, 0, moves).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Carts of these orders are never sent as carts again, also when they come later. What
/// ActiveCampaign may have of them stays noted: their order takes it over. Returns the persons of
/// those carts.
pub(super) async fn drop_carts(
    transaction: &mut Transaction,
    account: &AccountId,
    orders: impl Iterator<Item = &NewItem>,
    moves: &mut Moves,
) -> Result<HashMap<String, String>, Error> {
    let wanted: Vec<(&str, &NewItem)> = orders
        .filter_map(|order| Some((order.cart.as_deref()?, order)))
        .collect();
    let mut persons = HashMap::new();
    if wanted.is_empty() {
        return Ok(persons);
    }
    let ids = wanted.iter().map(|(cart, _)| *cart);
    for cart in known(transaction, account, TransferKind::Cart, ids).await? {
        if cart.state != "dropped" {
            sqlx::query(
                "UPDATE outbox SET state = 'dropped', payload = NULL, revision = revision + 1 \
                 WHERE id = $1",
            )
            .bind(cart.id)
            .execute(&mut **transaction)
            .await?;
            moves.count(state_of(&cart.state), None);
        }
        persons.insert(cart.external_id, cart.customer);
    }
    let now = clock::now();
    for (cart, order) in wanted {
        if persons.contains_key(cart) {
            continue;
        }
        sqlx::query(
            "INSERT INTO outbox (account, kind, external_id, state, position, version, revision, \
             customer, attempted, accepted_at) \
             VALUES ($1, 'cart', $2, 'dropped', 0, 0, 1, $3, 0, $4)",
        )
        .bind(account.as_str())
        .bind(cart)
        .bind(&order.customer.0)
        .bind(&now)
        .execute(&mut **transaction)
        .await?;
        persons.insert(cart.to_owned(), order.customer.0.clone());
    }
    Ok(persons)
}
