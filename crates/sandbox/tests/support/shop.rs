//! A shop that can submit orders.

use serde_json::{Value, json};

use super::Client;

/// The customer's e-mail address.
pub const EMAIL: &str = "anna@a.example";

/// A shop with one customer.
pub struct Shop {
    pub client: Client,
    pub connection: String,
    pub customer: String,
}

impl Shop {
    pub async fn open() -> Self {
        let client = super::shop().await;
        let connection = client.connect("a").await;
        let customer = client.enrol(&connection, EMAIL).await;
        Self {
            client,
            connection,
            customer,
        }
    }

    /// An order or cart with these fields besides the default ones.
    pub fn record(&self, own: Value) -> Value {
        let mut record = json!({
            "connectionid": self.connection, "customerid": self.customer, "email": EMAIL, "source": 1,
            "currency": "EUR", "totalPrice": 2950, "externalCreatedDate": "2026-05-04T10:00:00+02:00",
            "orderProducts": [{ "externalid": "P1", "name": "Lamp", "price": 2950, "quantity": 1 }],
        });
        record
            .as_object_mut()
            .unwrap()
            .extend(own.as_object().unwrap().clone());
        json!({ "ecomOrder": record })
    }

    pub fn order(&self, number: &str) -> Value {
        self.record(json!({ "externalid": number }))
    }

    pub fn cart(&self, id: &str) -> Value {
        self.record(
            json!({ "externalcheckoutid": id, "abandonedDate": "2026-05-04T11:00:00+02:00" }),
        )
    }
}
