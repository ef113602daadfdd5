//! `ecomCustomers`: the customers of the shops, one record per person and connection.

use serde_json::{Value, json};

use crate::{
    dates,
    email::{self, Email, EmailKey},
    envelope::{ListQuery, Refusal},
    fields::Fields,
    table::{Id, Index, Table},
};

mod routes;

pub use routes::routes;

/// ActiveCampaign's name of a customer in error messages.
const KIND: &str = "EcomCustomer";

/// A customer of one connection, or the aggregate that ActiveCampaign maintains per e-mail address.
#[derive(Clone)]
pub struct Customer {
    /// `None` in an aggregate, whose response has `"0"`.
    connection: Option<Id>,
    externalid: String,
    email: Email,
    accepts_marketing: String,
    updated: String,
}

/// The customers of an account.
#[derive(Default)]
pub struct Customers {
    table: Table<Customer>,
    by_email: Index<EmailKey>,
    by_externalid: Index<String>,
    by_connection: Index<Id>,
}

/// Total amount in cents and number of products.
#[derive(Default)]
pub struct Totals {
    pub orders: u64,
    pub revenue: u64,
    pub products: u64,
}

/// Access to the order totals of customers.
pub trait Purchases {
    /// The totals of these customers.
    fn totals(&self, customers: &[Id]) -> Totals;
}

impl Customers {
    /// The customer, if it belongs to this connection.
    pub fn of_connection(&self, id: Id, connection: Id) -> Option<&Customer> {
        self.table
            .get(id)
            .filter(|row| row.connection == Some(connection))
    }

    pub fn show_all(&self, purchases: &impl Purchases) -> Vec<Value> {
        self.table
            .iter()
            .map(|(id, row)| self.show(id, row, purchases))
            .collect()
    }

    /// ActiveCampaign: e-mail and externalid are each unique within a connection.
    fn check_unique(&self, customer: &Customer, own: Option<Id>) -> Result<(), Refusal> {
        let taken = |id: Id| {
            Some(id) != own
                && self
                    .table
                    .get(id)
                    .is_some_and(|other| other.connection == customer.connection)
        };
        if self.by_email.get(&customer.email.key()).any(taken) {
            return Err(Refusal::duplicate(
                "email",
                "The connection has a customer of this email already",
            ));
        }
        if self.by_externalid.get(&customer.externalid).any(taken) {
            return Err(Refusal::duplicate(
                "externalid",
                "The connection has a customer of this externalid already",
            ));
        }
        Ok(())
    }

    fn insert(&mut self, customer: Customer) -> Result<Id, Refusal> {
        self.check_unique(&customer, None)?;
        self.ensure_aggregate(&customer.email);
        let (id, _) = self.table.insert(customer.clone());
        self.index(id, &customer);
        Ok(id)
    }

    fn update(&mut self, id: Id, fields: &Fields) -> Result<(), Refusal> {
        let old = self.table.get(id).filter(|row| row.connection.is_some());
        let old = old.ok_or_else(|| Refusal::unknown(KIND, id))?.clone();
        let mut changed = old.clone();
        changed.take(fields)?;
        self.check_unique(&changed, Some(id))?;
        self.ensure_aggregate(&changed.email);
        self.unindex(id, &old);
        self.index(id, &changed);
        if let Some(row) = self.table.get_mut(id) {
            *row = changed;
        }
        self.drop_lonely_aggregate(&old.email);
        Ok(())
    }

    fn remove(&mut self, id: Id) -> Option<Customer> {
        self.table.get(id)?.connection?;
        let row = self.table.remove(id)?;
        self.unindex(id, &row);
        self.drop_lonely_aggregate(&row.email);
        Some(row)
    }

    /// Removes the customers of a connection.
    pub fn forget_connection(&mut self, connection: Id) {
        let ids: Vec<Id> = self.by_connection.get(&connection).collect();
        for id in ids {
            self.remove(id);
        }
    }

    /// Removes the customers with an address and returns their ids.
    pub fn forget_email(&mut self, email: &Email) -> Vec<Id> {
        let ids: Vec<Id> = self.by_email.get(&email.key()).collect();
        ids.into_iter()
            .filter(|id| self.remove(*id).is_some())
            .collect()
    }

    /// Creates the aggregate before its customers, so that it is the first row of every list: this
    /// reveals clients that take the first row without checking it.
    fn ensure_aggregate(&mut self, email: &Email) {
        if self.by_email.get(&email.key()).next().is_none() {
            let aggregate = Customer {
                connection: None,
                externalid: "0".to_owned(),
                email: email.clone(),
                accepts_marketing: "0".to_owned(),
                updated: dates::now(),
            };
            let (id, _) = self.table.insert(aggregate.clone());
            self.index(id, &aggregate);
        }
    }

    fn drop_lonely_aggregate(&mut self, email: &Email) {
        let mut ids = self.by_email.get(&email.key());
        if let (Some(last), None) = (ids.next(), ids.next()) {
            drop(ids);
            if let Some(row) = self.table.remove(last) {
                self.unindex(last, &row);
            }
        }
    }

    fn index(&mut self, id: Id, row: &Customer) {
        self.by_email.insert(row.email.key(), id);
        self.by_externalid.insert(row.externalid.clone(), id);
        if let Some(connection) = row.connection {
            self.by_connection.insert(connection, id);
        }
    }

    fn unindex(&mut self, id: Id, row: &Customer) {
        self.by_email.remove(&row.email.key(), id);
        self.by_externalid.remove(&row.externalid, id);
        if let Some(connection) = row.connection {
            self.by_connection.remove(&connection, id);
        }
    }

    /// The customers that match the filters. ActiveCampaign: a list filtered by e-mail may contain
    /// the aggregate, whatever the connection filter.
    fn select<'a>(&'a self, query: &'a ListQuery) -> impl Iterator<Item = (Id, &'a Customer)> {
        let rows: Box<dyn Iterator<Item = Id>> =
            match (query.filter("email"), query.filter("externalid")) {
                (Some(address), _) => Box::new(self.by_email.get(&email::key(address))),
                (None, Some(externalid)) => Box::new(self.by_externalid.get(externalid)),
                (None, None) => Box::new(self.table.iter().map(|(id, _)| id)),
            };
        rows.filter_map(|id| Some((id, self.table.get(id)?)))
            .filter(|(_, row)| {
                let any_connection = row.connection.is_none() && query.filter("email").is_some();
                query.admits("externalid", &row.externalid)
                    && (any_connection || query.admits("connectionid", &row.connection_id()))
            })
    }

    fn show(&self, id: Id, row: &Customer, purchases: &impl Purchases) -> Value {
        let totals = match row.connection {
            Some(_) => purchases.totals(&[id]),
            None => {
                let ids: Vec<Id> = self.by_email.get(&row.email.key()).collect();
                purchases.totals(&ids)
            }
        };
        json!({
            "id": id,
            "connectionid": row.connection_id(),
            "externalid": row.externalid,
            "email": row.email,
            "acceptsMarketing": row.accepts_marketing,
            "totalRevenue": totals.revenue.to_string(),
            "totalOrders": totals.orders.to_string(),
            "totalProducts": totals.products.to_string(),
            "avgRevenuePerOrder": totals.revenue.checked_div(totals.orders).unwrap_or(0).to_string(),
            "avgProductCategory": "",
            "tstamp": row.updated,
            "links": {
                "connection": format!("/api/3/ecomCustomers/{id}/connection"),
                "orders": format!("/api/3/ecomCustomers/{id}/orders"),
            },
            "connection": row.connection,
        })
    }
}

impl Customer {
    pub fn email(&self) -> &Email {
        &self.email
    }

    fn parse(fields: &Fields) -> Result<Self, Refusal> {
        let mut customer = Self {
            connection: Some(fields.required_id("connectionid")?),
            externalid: fields.required("externalid")?,
            email: fields.required_email()?,
            accepts_marketing: "0".to_owned(),
            updated: dates::now(),
        };
        customer.take(fields)?;
        Ok(customer)
    }

    /// Updates the given fields and keeps the others; the connection never changes.
    fn take(&mut self, fields: &Fields) -> Result<(), Refusal> {
        fields.replace_filled(&mut self.externalid, "externalid")?;
        fields.replace_filled(&mut self.accepts_marketing, "acceptsMarketing")?;
        if let Some(email) = fields.email()? {
            self.email = email;
        }
        self.updated = dates::now();
        Ok(())
    }

    fn connection_id(&self) -> String {
        self.connection
            .map_or_else(|| "0".to_owned(), |connection| connection.to_string())
    }
}
