//! `ecomOrders`: orders and carts, which share one kind of record.

use serde_json::Value;

use crate::{
    ecom_customers::{Customers, Purchases, Totals},
    email::{self, EmailKey},
    envelope::{ListQuery, Refusal},
    fields::Fields,
    table::{Id, Ids, Index, Table},
};

mod lines;
mod order;
mod routes;
mod show;

use order::Order;
pub use routes::routes;

/// ActiveCampaign's name of an order or a cart in error messages.
const KIND: &str = "EcomOrder";

/// The orders and carts of an account.
#[derive(Default)]
pub struct Orders {
    table: Table<Order>,
    line_ids: Ids,
    by_externalid: Index<String>,
    by_checkoutid: Index<String>,
    by_email: Index<EmailKey>,
    by_customer: Index<Id>,
    by_connection: Index<Id>,
}

impl Purchases for Orders {
    /// Abandoned carts do not count as purchases.
    fn totals(&self, customers: &[Id]) -> Totals {
        let orders = customers
            .iter()
            .flat_map(|customer| self.by_customer.get(customer));
        orders
            .filter_map(|id| self.table.get(id))
            .filter(|order| order.is_bought())
            .fold(Totals::default(), |sum, order| Totals {
                orders: sum.orders + 1,
                revenue: sum.revenue + order.total_price,
                products: sum.products + order.pieces(),
            })
    }
}

impl Orders {
    pub fn show_all(&self) -> Vec<Value> {
        self.table
            .iter()
            .map(|(id, row)| row.show_with_lines(id))
            .collect()
    }

    /// Removes the orders and carts of a connection.
    pub fn forget_connection(&mut self, connection: Id) {
        let ids: Vec<Id> = self.by_connection.get(&connection).collect();
        ids.into_iter()
            .for_each(|id| self.remove(id).unwrap_or_default());
    }

    /// Removes the orders and carts of a customer.
    pub fn forget_customer(&mut self, customer: Id) {
        let ids: Vec<Id> = self.by_customer.get(&customer).collect();
        ids.into_iter()
            .for_each(|id| self.remove(id).unwrap_or_default());
    }

    /// `externalid` and `externalcheckoutid` of a record; an empty text means none.
    pub fn names(&self, id: Id) -> Option<[String; 2]> {
        let row = self.table.get(id)?;
        let name = |name: &Option<String>| name.clone().unwrap_or_default();
        Some([name(&row.externalid), name(&row.externalcheckoutid)])
    }

    fn get(&self, id: Id) -> Result<&Order, Refusal> {
        self.table.get(id).ok_or_else(|| Refusal::unknown(KIND, id))
    }

    fn insert(&mut self, order: Order, customers: &Customers) -> Result<Id, Refusal> {
        order.check_customer(customers)?;
        self.check_unique(&order, None)?;
        let (id, _) = self.table.insert(order.clone());
        self.index(id, &order);
        Ok(id)
    }

    fn update(&mut self, id: Id, fields: &Fields, customers: &Customers) -> Result<(), Refusal> {
        let old = self.get(id)?.clone();
        let mut changed = old.clone();
        changed.update(fields, &mut self.line_ids)?;
        changed.check_customer(customers)?;
        self.check_unique(&changed, Some(id))?;
        self.unindex(id, &old);
        self.index(id, &changed);
        if let Some(row) = self.table.get_mut(id) {
            *row = changed;
        }
        Ok(())
    }

    fn remove(&mut self, id: Id) -> Result<(), Refusal> {
        let row = self
            .table
            .remove(id)
            .ok_or_else(|| Refusal::unknown(KIND, id))?;
        self.unindex(id, &row);
        Ok(())
    }

    /// ActiveCampaign: order number and cart id are each unique within a connection.
    fn check_unique(&self, order: &Order, own: Option<Id>) -> Result<(), Refusal> {
        let taken = |id: Id| {
            Some(id) != own
                && self
                    .table
                    .get(id)
                    .is_some_and(|other| other.connection == order.connection)
        };
        if order
            .externalid
            .iter()
            .any(|key| self.by_externalid.get(key).any(taken))
        {
            return Err(Refusal::duplicate(
                "externalid",
                "The connection has an order of this externalid already",
            ));
        }
        if order
            .externalcheckoutid
            .iter()
            .any(|key| self.by_checkoutid.get(key).any(taken))
        {
            let title = "The connection has an order of this externalcheckoutid already";
            return Err(Refusal::duplicate("externalcheckoutid", title));
        }
        Ok(())
    }

    fn index(&mut self, id: Id, row: &Order) {
        if let Some(externalid) = &row.externalid {
            self.by_externalid.insert(externalid.clone(), id);
        }
        if let Some(checkoutid) = &row.externalcheckoutid {
            self.by_checkoutid.insert(checkoutid.clone(), id);
        }
        self.by_email.insert(row.email.key(), id);
        self.by_customer.insert(row.customer, id);
        self.by_connection.insert(row.connection, id);
    }

    fn unindex(&mut self, id: Id, row: &Order) {
        if let Some(externalid) = &row.externalid {
            self.by_externalid.remove(externalid, id);
        }
        if let Some(checkoutid) = &row.externalcheckoutid {
            self.by_checkoutid.remove(checkoutid, id);
        }
        self.by_email.remove(&row.email.key(), id);
        self.by_customer.remove(&row.customer, id);
        self.by_connection.remove(&row.connection, id);
    }

    /// The orders and carts that match the filters, found through the narrowest applicable index.
    fn select<'a>(&'a self, query: &'a ListQuery) -> impl Iterator<Item = (Id, &'a Order)> {
        let rows: Box<dyn Iterator<Item = Id>> =
            if let Some(externalid) = query.filter("externalid") {
                Box::new(self.by_externalid.get(externalid))
            } else if let Some(checkoutid) = query.filter("externalcheckoutid") {
                Box::new(self.by_checkoutid.get(checkoutid))
            } else if let Some(address) = query.filter("email") {
                Box::new(self.by_email.get(&email::key(address)))
            } else {
                Box::new(self.table.iter().map(|(id, _)| id))
            };
        rows.filter_map(|id| Some((id, self.table.get(id)?)))
            .filter(|(_, order)| order.passes(query))
    }
}
