//! The JSON of orders and carts.

use serde_json::{Value, json};

use super::order::Order;
use crate::table::Id;

/// The JSON type of numbers. ActiveCampaign: numbers in lists and after a write, texts when a
/// single order is read.
#[derive(Clone, Copy)]
pub enum Numbers {
    Plain,
    Text,
}

impl Numbers {
    fn write(self, number: u64) -> Value {
        match self {
            Self::Plain => json!(number),
            Self::Text => json!(number.to_string()),
        }
    }
}

impl Order {
    pub fn show(&self, id: Id, numbers: Numbers) -> Value {
        let line_ids: Vec<Id> = self.lines.iter().map(|line| line.id).collect();
        let discount_ids: Vec<Id> = self.discounts.iter().map(|discount| discount.id).collect();
        json!({
            "id": id,
            "externalid": self.externalid,
            "externalcheckoutid": self.externalcheckoutid,
            "state": numbers.write(self.state as u64),
            "source": (self.source as u8).to_string(),
            "email": self.email,
            "currency": self.currency,
            "connectionid": self.connection,
            "connection": self.connection,
            "customerid": self.customer,
            "customer": self.customer,
            "totalPrice": numbers.write(self.total_price),
            "shippingAmount": numbers.write(self.shipping_amount),
            "taxAmount": numbers.write(self.tax_amount),
            "discountAmount": numbers.write(self.discount_amount),
            "totalProducts": numbers.write(self.pieces()),
            "orderNumber": self.order_number,
            "orderUrl": self.order_url,
            "shippingMethod": self.shipping_method,
            "externalCreatedDate": self.external_created,
            "externalUpdatedDate": self.external_updated,
            "abandonedDate": self.abandoned,
            "orderDate": self.external_created,
            "createdDate": self.created,
            "updatedDate": self.updated,
            "tstamp": self.updated,
            "orderProducts": line_ids,
            "orderDiscounts": discount_ids,
            "links": { "orderProducts": format!("/api/3/ecomOrders/{id}/orderProducts") },
        })
    }

    /// The order with its lines. No call of ActiveCampaign's API returns both together.
    pub fn show_with_lines(&self, id: Id) -> Value {
        let mut shown = self.show(id, Numbers::Plain);
        shown["orderProducts"] = json!(self.show_lines(id));
        shown["orderDiscounts"] = json!(self.show_discounts(id));
        shown
    }

    pub fn show_lines(&self, id: Id) -> Vec<Value> {
        self.lines
            .iter()
            .map(|line| line.show(id, self.connection))
            .collect()
    }

    pub fn show_discounts(&self, id: Id) -> Vec<Value> {
        self.discounts
            .iter()
            .map(|discount| discount.show(id))
            .collect()
    }
}
