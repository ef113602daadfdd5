use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    api_error::{ApiError, done, read},
    client::AccountClient,
    lenient::{id, text},
};

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
    /// Whose it is.
    #[serde(default, deserialize_with = "text")]
    pub email: String,
    #[serde(default, deserialize_with = "text")]
    connectionid: String,
    /// In cents; a number or a text.
    #[serde(default)]
    pub total_price: Value,
    /// When this version was made; may be empty.
    #[serde(default, deserialize_with = "text")]
    pub external_updated_date: String,
}

/// What ActiveCampaign has under a cart's identifier.
#[derive(Debug)]
pub enum CartRecord {
    /// A cart, or the order that was asked for.
    Open(Record),
    /// The record has become another order.
    Ordered(Record),
    /// Nothing.
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

impl AccountClient<'_> {
    /// An order of a connection, if it is there.
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

    /// What is there under a cart's identifier. Its record may be the one that has become the
    /// order `externalid`.
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

    /// Makes an order or a cart; returns its id.
    ///
    /// # Errors
    /// [`ApiError`]; refused when there is one, or what it belongs to is gone.
    pub async fn create_order(&self, fields: &Value) -> Result<String, ApiError> {
        let body = json!({ "ecomOrder": fields });
        let (_, made) = read::<One>(self.post(&["ecomOrders"], &body).await)?;
        Ok(made.ecom_order.id)
    }

    /// Changes an order or a cart.
    ///
    /// # Errors
    /// [`ApiError`]; gone when there is none.
    pub async fn update_order(&self, id: &str, fields: &Value) -> Result<(), ApiError> {
        let body = json!({ "ecomOrder": fields });
        done(self.put(&["ecomOrders", id], &body).await)
    }

    /// Deletes an order or a cart.
    ///
    /// # Errors
    /// [`ApiError`]; gone when there is none.
    pub async fn delete_order(&self, id: &str) -> Result<(), ApiError> {
        done(self.delete(&["ecomOrders", id]).await)
    }
}
