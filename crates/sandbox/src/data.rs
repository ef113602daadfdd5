//! The records of an account, and the dependencies between kinds of records.

use serde_json::{Value, json};

use crate::{
    connections::Connections, contact_tags::ContactTags, contacts::Contacts,
    ecom_customers::Customers, ecom_orders::Orders, email::Email, table::Id, tags::Tags,
};

/// All records of an account.
#[derive(Default)]
pub struct Data {
    pub connections: Connections,
    pub customers: Customers,
    pub orders: Orders,
    pub contacts: Contacts,
    pub tags: Tags,
    pub contact_tags: ContactTags,
}

impl Data {
    /// ActiveCampaign: deleting a connection deletes its customers and orders.
    pub fn forget_connection(&mut self, connection: Id) {
        self.orders.forget_connection(connection);
        self.customers.forget_connection(connection);
    }

    /// Deletes the customers and orders of a contact. ActiveCampaign does not document whether it
    /// deletes them; clients must handle it.
    pub fn forget_contact(&mut self, contact: Id, email: &Email) {
        self.contact_tags.forget_contact(contact);
        for customer in self.customers.forget_email(email) {
            self.orders.forget_customer(customer);
        }
    }

    /// All records, for inspection by tests.
    pub fn show(&self) -> Value {
        json!({
            "connections": self.connections.show_all(),
            "customers": self.customers.show_all(&self.orders),
            "orders": self.orders.show_all(),
            "contacts": self.contacts.show_all(),
            "tags": self.tags.show_all(),
            "contactTags": self.contact_tags.show_all(),
        })
    }
}
