use std::collections::HashMap;

use contract::{AccountId, transfer::TransferKind};

use super::{Known, NewItem, known};
use crate::{
    clock,
    store::outbox::{Moves, Outbox, enter, state_of},
    store::{Error, database::Transaction},
};

/// How much later than a new order its cart may have been abandoned, in microseconds: the two times
/// may come from different clocks.
const CLOCK_LEEWAY_SECONDS: i64 = 24 * 60 * 60 * 1_000_000;

/// What the orders of a batch claim about one cart.
struct Claim<'a> {
    order: &'a NewItem,
    /// Time at which the latest of these orders was placed.
    placed_at: i64,
    /// Latest `abandoned_at` at which a cart still belongs to these orders.
    until: i64,
}

impl Outbox<'_> {
    /// Handles orders that the settings exclude from the intake. Their carts are no longer
    /// abandoned, so no customer gets a reminder of a paid cart.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn pass_over(&self, account: &AccountId, orders: &[NewItem]) -> Result<(), Error> {
        let mut transaction = self.begin(account).await?;
        let mut moves = Moves::default();
        if enter(&mut transaction, account, 0, moves).await?.is_none() {
            return Ok(());
        }
        let orders = orders.iter().map(|order| (order, true));
        drop_carts(&mut transaction, account, orders, &mut moves).await?;
        enter(&mut transaction, account, 0, moves).await?;
        transaction.commit().await?;
        Ok(())
    }
}

/// Drops the carts of these orders, including carts that are handed over later. What ActiveCampaign
/// may have of a cart stays stored, because the order takes it over. A cart abandoned after its
/// order is a new cart and stays. Returns the customers of the carts.
///
/// The flag of each order tells whether the cart is newly assigned to the order.
pub(super) async fn drop_carts<'a>(
    transaction: &mut Transaction,
    account: &AccountId,
    orders: impl Iterator<Item = (&'a NewItem, bool)>,
    moves: &mut Moves,
) -> Result<HashMap<String, String>, Error> {
    let mut claims: HashMap<&str, Claim<'_>> = HashMap::new();
    for (order, is_new) in orders {
        if let Some(cart) = order.cart.as_deref() {
            let claim = Claim::of(order, is_new);
            let known = claims.entry(cart).or_insert(Claim { ..claim });
            known.placed_at = known.placed_at.max(claim.placed_at);
            known.until = known.until.max(claim.until);
        }
    }
    let mut persons = HashMap::new();
    if claims.is_empty() {
        return Ok(persons);
    }
    let ids = claims.keys().copied();
    for cart in known(transaction, account, TransferKind::Cart, ids).await? {
        if let Some(claim) = claims.remove(cart.external_id.as_str())
            && claim.takes(&cart)
        {
            drop_cart(transaction, &cart, &claim, moves).await?;
            persons.insert(cart.external_id, cart.customer);
        }
    }
    for (cart, claim) in claims {
        note_cart(transaction, account, cart, &claim).await?;
        persons.insert(cart.to_owned(), claim.order.customer.0.clone());
    }
    Ok(persons)
}

impl<'a> Claim<'a> {
    fn of(order: &'a NewItem, is_new: bool) -> Self {
        let leeway = if is_new && !order.history {
            CLOCK_LEEWAY_SECONDS
        } else {
            0
        };
        Self {
            order,
            placed_at: order.happened_at,
            until: order.happened_at.saturating_add(leeway),
        }
    }

    fn takes(&self, cart: &Known) -> bool {
        cart.became_order() || cart.happened_at.is_none_or(|at| at <= self.until)
    }
}

async fn drop_cart(
    transaction: &mut Transaction,
    cart: &Known,
    claim: &Claim<'_>,
    moves: &mut Moves,
) -> Result<(), Error> {
    let ordered_at = cart.ordered_at.unwrap_or(i64::MIN).max(claim.placed_at);
    // The record of an emptied cart that is still to be deleted belongs to the order, too.
    sqlx::query(
        "UPDATE outbox SET ordered_at = $1, withdrawn = 0, payload = NULL, content = NULL, \
         revision = CASE WHEN state = 'dropped' THEN revision ELSE revision + 1 END, \
         state = 'dropped' WHERE id = $2",
    )
    .bind(ordered_at)
    .bind(cart.id)
    .execute(&mut **transaction)
    .await?;
    moves.count(state_of(&cart.state), None);
    Ok(())
}

/// Stores a cart that was never handed over, so that it is not sent when it arrives.
async fn note_cart(
    transaction: &mut Transaction,
    account: &AccountId,
    cart: &str,
    claim: &Claim<'_>,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO outbox (account, kind, external_id, state, position, version, revision, \
         customer, attempted, accepted_at, ordered_at) \
         VALUES ($1, 'cart', $2, 'dropped', 0, 0, 1, $3, 0, $4, $5)",
    )
    .bind(account.as_str())
    .bind(cart)
    .bind(&claim.order.customer.0)
    .bind(clock::now())
    .bind(claim.placed_at)
    .execute(&mut **transaction)
    .await?;
    Ok(())
}
