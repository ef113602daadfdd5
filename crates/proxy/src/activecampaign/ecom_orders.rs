use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    call::{Failure, done, read},
    client::AccountClient,
    loose::{id, text},
};

/// By what an order or a cart is found. Unique within a connection.
#[derive(Clone, Copy, Debug)]
pub enum Key<'a> {
    /// `externalid`: an order's identifier.
    Order(&'a str),
    /// `externalcheckoutid`: a cart's identifier.
    Cart(&'a str),
}

/// An order or a cart as ActiveCampaign has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// ActiveCampaign's id.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// The order's identifier; empty on a cart.
    #[serde(default, deserialize_with = "text")]
    pub externalid: String,
    /// The cart's identifier; empty on an order that was none.
    #[serde(default, deserialize_with = "text")]
    pub externalcheckoutid: String,
    #[serde(default, deserialize_with = "text")]
    connectionid: String,
    /// In cents; a number or a text.
    #[serde(default)]
    pub total_price: Value,
    /// When this version was made; may be empty.
    #[serde(default, deserialize_with = "text")]
    pub external_updated_date: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct One {
    ecom_order: Written,
}

#[derive(Deserialize)]
struct Written {
    #[serde(deserialize_with = "id")]
    id: String,
}

impl Key<'_> {
    fn filter(self) -> (&'static str, String) {
        match self {
            Self::Order(id) => ("filters[externalid]", id.to_owned()),
            Self::Cart(id) => ("filters[externalcheckoutid]", id.to_owned()),
        }
    }

    fn is_of(self, record: &Record) -> bool {
        match self {
            Self::Order(id) => record.externalid == id,
            Self::Cart(id) => record.externalcheckoutid == id,
        }
    }
}

impl AccountClient<'_> {
    /// An order or a cart of a connection, if it is there.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn find_order(
        &self,
        connection: &str,
        key: Key<'_>,
    ) -> Result<Option<Record>, Failure> {
        let (filter, id) = key.filter();
        let filters = [(filter, id.as_str()), ("filters[connectionid]", connection)];
        let ours = |found: &Record| found.connectionid == connection && key.is_of(found);
        self.find("ecomOrders", &filters, ours).await
    }

    /// Makes an order or a cart; returns its id.
    ///
    /// # Errors
    /// [`Failure`]; refused when there is one, or what it belongs to is gone.
    pub async fn create_order(&self, fields: &Value) -> Result<String, Failure> {
        let body = json!({ "ecomOrder": fields });
        let (_, made) = read::<One>(self.post(&["ecomOrders"], &body).await)?;
        Ok(made.ecom_order.id)
    }

    /// Changes an order or a cart.
    ///
    /// # Errors
    /// [`Failure`]; gone when there is none.
    pub async fn update_order(&self, id: &str, fields: &Value) -> Result<(), Failure> {
        let body = json!({ "ecomOrder": fields });
        done(self.put(&["ecomOrders", id], &body).await)
    }
}
