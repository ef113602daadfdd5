use serde::Deserialize;
use serde_json::json;

use super::{
    api_error::{ApiError, read},
    client::AccountClient,
    lenient::{id, text},
};

/// A person as one connection knows them.
#[derive(Clone, Copy, Debug)]
pub struct NewCustomer<'a> {
    /// The connection's id.
    pub connection: &'a str,
    /// Who it is. Also the customer's `externalid`: Passweb knows people by it, and orders name no
    /// other identifier.
    pub email: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct One {
    ecom_customer: Customer,
}

#[derive(Deserialize)]
struct Customer {
    #[serde(deserialize_with = "id")]
    id: String,
    #[serde(default, deserialize_with = "text")]
    connectionid: String,
    #[serde(default, deserialize_with = "text")]
    email: String,
}

impl AccountClient<'_> {
    /// The id of a connection's customer, if there is one.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn find_customer(&self, who: NewCustomer<'_>) -> Result<Option<String>, ApiError> {
        let filters = [
            ("filters[email]", who.email),
            ("filters[connectionid]", who.connection),
        ];
        // The list may hold the aggregate of all connections, and other loose matches.
        let ours = |found: &Customer| {
            found.connectionid == who.connection
                && found.email.to_lowercase() == who.email.to_lowercase()
        };
        let found = self.find("ecomCustomers", &filters, ours).await?;
        Ok(found.map(|customer| customer.id))
    }

    /// Makes a customer and links the contact; returns its id. `acceptsMarketing` is left out:
    /// consent is not ours to touch.
    ///
    /// # Errors
    /// [`ApiError`]; refused when there is one, or the connection is gone.
    pub async fn create_customer(&self, who: NewCustomer<'_>) -> Result<String, ApiError> {
        let body = json!({ "ecomCustomer": {
            "connectionid": who.connection,
            "externalid": who.email,
            "email": who.email,
        }});
        let (_, made) = read::<One>(self.post(&["ecomCustomers"], &body).await)?;
        Ok(made.ecom_customer.id)
    }
}
