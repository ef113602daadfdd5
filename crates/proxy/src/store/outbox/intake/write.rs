use std::collections::HashMap;

use contract::{
    AccountId,
    transfer::{TransferKind, TransferState},
};

use super::{Known, NewItem};
use crate::store::{
    Error,
    database::Transaction,
    outbox::{kind_name, state_name},
    statement::Statement,
};

/// What the rows of a batch have in common.
pub(super) struct Write<'a> {
    pub account: &'a AccountId,
    pub kind: TransferKind,
    pub state: TransferState,
    pub accepted_at: String,
    pub other_customers: HashMap<String, String>,
    /// What is new here and not newer than this may be known to ActiveCampaign.
    pub forgotten_version: i64,
}

impl Write<'_> {
    /// Puts newer versions in the place of older ones; returns the next free place in the lane.
    pub async fn newer(
        &self,
        transaction: &mut Transaction,
        newer: &[(Known, &NewItem)],
        mut place: i64,
    ) -> Result<i64, Error> {
        for (known, item) in newer {
            sqlx::query(
                "UPDATE outbox SET number = $1, version = $2, revision = revision + 1, \
                 customer = $3, other_customer = $4, cart = $5, payload = $6, \
                 position = CASE WHEN state = $7 THEN position ELSE $8 END, state = $7, \
                 failure_code = NULL, failure_reason = NULL, failed_at = NULL, expires_at = NULL, \
                 accepted_at = $9 \
                 WHERE id = $10",
            )
            .bind(&item.number)
            .bind(item.version)
            .bind(&item.customer.0)
            .bind(self.other_customer(item, Some(&known.customer)))
            .bind(&item.cart)
            .bind(&item.payload)
            .bind(state_name(self.state))
            .bind(place)
            .bind(&self.accepted_at)
            .bind(known.id)
            .execute(&mut **transaction)
            .await?;
            place += 1;
        }
        Ok(place)
    }

    /// All new ones in few statements.
    pub async fn fresh(
        &self,
        transaction: &mut Transaction,
        fresh: &[&NewItem],
        mut place: i64,
    ) -> Result<(), Error> {
        // Few shapes of statements are prepared, and PostgreSQL's 65,535 parameters are enough.
        for chunk in fresh.chunks(100) {
            let mut statement = Statement::new(
                "INSERT INTO outbox (account, kind, external_id, number, state, position, \
                 version, revision, customer, other_customer, cart, payload, attempted, \
                 accepted_at) VALUES ",
            );
            for (n, item) in chunk.iter().enumerate() {
                statement.push(if n > 0 { ", (" } else { "(" });
                self.row(&mut statement, item, place);
                statement.push(")");
                place += 1;
            }
            statement.query()?.execute(&mut **transaction).await?;
        }
        Ok(())
    }

    fn row(&self, statement: &mut Statement, item: &NewItem, place: i64) {
        statement.bind(self.account.as_str()).push(", ");
        statement.bind(kind_name(self.kind)).push(", ");
        statement.bind(item.external_id.as_str()).push(", ");
        statement.bind(item.number.as_deref()).push(", ");
        statement.bind(state_name(self.state)).push(", ");
        statement.bind(place).push(", ");
        statement.bind(item.version).push(", 1, ");
        statement.bind(item.customer.0.as_str()).push(", ");
        statement.bind(self.other_customer(item, None)).push(", ");
        statement.bind(item.cart.as_deref()).push(", ");
        statement.bind(item.payload.as_str()).push(", ");
        // The row's revision is 1: as if a write of it may have happened.
        let attempted = i64::from(item.version <= self.forgotten_version);
        statement.bind(attempted).push(", ");
        statement.bind(self.accepted_at.as_str());
    }

    /// Who else's things must be through before: those of the cart's person, or of the person
    /// that the version before was of.
    fn other_customer(&self, item: &NewItem, before: Option<&str>) -> Option<String> {
        let of_cart = item
            .cart
            .as_ref()
            .and_then(|cart| self.other_customers.get(cart));
        of_cart
            .map(String::as_str)
            .filter(|other| *other != item.customer.0)
            .or(before.filter(|other| *other != item.customer.0))
            // Of somebody who was erased.
            .filter(|other| !other.is_empty())
            .map(ToOwned::to_owned)
    }
}
