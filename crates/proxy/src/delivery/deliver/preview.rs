//! The requests that the delivery of an order makes, without making them.

use contract::event::Order;

use super::payload::Payload;
use crate::{
    activecampaign::{NewCustomer, Post},
    delivery::context::tag_post,
    store::CustomerKey,
};

/// Stands for an id that ActiveCampaign has not assigned yet.
const NOT_YET: &str = "…";

/// The ids in ActiveCampaign, as far as they are known.
#[derive(Clone, Debug, Default)]
pub struct KnownIds {
    /// Of the site's connection.
    pub connection: Option<String>,
    /// Of the tag for new contacts.
    pub tag: Option<String>,
    /// Of the contact.
    pub contact: Option<String>,
    /// Of the customer.
    pub customer: Option<String>,
}

/// The requests for an order of a customer whom ActiveCampaign does not know.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderPosts {
    /// Creates or updates the contact.
    pub contact: Post,
    /// Creates the tag.
    pub tag: Post,
    /// Adds the tag to a new contact.
    pub contact_tag: Post,
    /// Creates the customer.
    pub customer: Post,
    /// Creates the order.
    pub order: Post,
}

/// An order that was submitted, in the form in which it waits for its delivery.
#[derive(Debug)]
pub struct PreviewedOrder(Payload);

impl PreviewedOrder {
    /// Reads a stored order. `None` when it cannot be read, which the delivery reports.
    #[must_use]
    pub fn read(payload: &str) -> Option<Self> {
        Payload::order(payload).ok().map(Self)
    }

    /// The order.
    #[must_use]
    pub fn order(&self) -> Option<&Order> {
        match &self.0 {
            Payload::Order(order) => Some(order),
            Payload::Cart(_) => None,
        }
    }

    /// The key under which the customer is stored.
    #[must_use]
    pub fn customer_key(&self) -> CustomerKey {
        self.0.customer_key()
    }

    /// The requests.
    #[must_use]
    pub fn posts(&self, known: &KnownIds) -> OrderPosts {
        let id = |known: &Option<String>| known.clone().unwrap_or_else(|| NOT_YET.to_owned());
        let (connection, customer) = (id(&known.connection), id(&known.customer));
        let is_live = self.order().is_some_and(|order| !order.history);
        let who = self.0.who();
        let new_customer = NewCustomer {
            connection: &connection,
            email: who.email,
        };
        OrderPosts {
            contact: Post::contact(who),
            tag: tag_post(),
            contact_tag: Post::contact_tag(&id(&known.contact), &id(&known.tag)),
            customer: Post::customer(new_customer),
            order: Post::order(&self.0.new_fields(&connection, &customer, is_live)),
        }
    }
}
