use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    api_error::{ApiError, done, read},
    client::AccountClient,
    lenient::{id, text},
    post::Post,
};

/// The record of an order or a cart in ActiveCampaign.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// ActiveCampaign's id of the record.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// Passweb's order id; empty for a cart.
    #[serde(default, deserialize_with = "text")]
    pub externalid: String,
    /// The cart's id; empty for an order without a cart.
    #[serde(default, deserialize_with = "text")]
    pub externalcheckoutid: String,
    /// The customer's e-mail address.
    #[serde(default, deserialize_with = "text")]
    pub email: String,
    #[serde(default, deserialize_with = "text")]
    connectionid: String,
    /// Total in cents; a number or a string.
    #[serde(default)]
    pub total_price: Value,
    /// Time of this version; may be empty.
    #[serde(default, deserialize_with = "text")]
    pub external_updated_date: String,
}

/// Result of a search by a cart's id.
#[derive(Debug)]
pub enum CartRecord {
    /// A cart, or the requested order.
    Open(Record),
    /// The cart's record became another order.
    Ordered(Record),
    /// No record.
    Missing,
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

impl Post {
    /// Creates an order or a cart.
    #[must_use]
    pub fn order(fields: &Value) -> Self {
        Self {
            path: &["ecomOrders"],
            body: json!({ "ecomOrder": fields }),
        }
    }
}

impl AccountClient<'_> {
    /// The order of a connection with this id, if it exists.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn find_order(
        &self,
        connection: &str,
        externalid: &str,
    ) -> Result<Option<Record>, ApiError> {
        let filters = [
            ("filters[externalid]", externalid),
            ("filters[connectionid]", connection),
        ];
        let ours =
            |found: &Record| found.connectionid == connection && found.externalid == externalid;
        self.find("ecomOrders", &filters, ours).await
    }

    /// The record with this cart id. A record that became the order `externalid` counts as open.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn find_cart(
        &self,
        connection: &str,
        checkout_id: &str,
        externalid: Option<&str>,
    ) -> Result<CartRecord, ApiError> {
        let filters = [
            ("filters[externalcheckoutid]", checkout_id),
            ("filters[connectionid]", connection),
        ];
        let ordered = Mutex::new(None);
        let is_open = |found: &Record| {
            if found.connectionid != connection || found.externalcheckoutid != checkout_id {
                return false;
            }
            let is_open =
                found.externalid.is_empty() || Some(found.externalid.as_str()) == externalid;
            if !is_open {
                *ordered.lock().unwrap_or_else(PoisonError::into_inner) = Some(found.clone());
            }
            is_open
        };
        let open = self.find("ecomOrders", &filters, is_open).await?;
        let ordered = ordered.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(match (open, ordered) {
            (Some(record), _) => CartRecord::Open(record),
            (None, Some(record)) => CartRecord::Ordered(record),
            (None, None) => CartRecord::Missing,
        })
    }

    /// Creates an order or a cart. Returns the id of the record.
    ///
    /// # Errors
    /// [`ApiError`]; refused when the record exists, or when a related record is gone.
    pub async fn create_order(&self, fields: &Value) -> Result<String, ApiError> {
        let (_, made) = read::<One>(self.post(&Post::order(fields)).await)?;
        Ok(made.ecom_order.id)
    }

    /// Updates an order or a cart.
    ///
    /// # Errors
    /// [`ApiError`]; gone when the record does not exist.
    pub async fn update_order(&self, id: &str, fields: &Value) -> Result<(), ApiError> {
        let body = json!({ "ecomOrder": fields });
        done(self.put(&["ecomOrders", id], &body).await)
    }

    /// Deletes an order or a cart.
    ///
    /// # Errors
    /// [`ApiError`]; gone when the record does not exist.
    pub async fn delete_order(&self, id: &str) -> Result<(), ApiError> {
        done(self.delete(&["ecomOrders", id]).await)
    }
}
