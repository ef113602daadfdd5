use serde::Deserialize;
use serde_json::json;

use super::{
    api_error::{ApiError, read},
    client::AccountClient,
    lenient::{id, text},
    post::Post,
};

/// A customer of one connection.
#[derive(Clone, Copy, Debug)]
pub struct NewCustomer<'a> {
    /// The connection id.
    pub connection: &'a str,
    /// E-mail address. Also the customer's `externalid`: Passweb identifies customers by e-mail
    /// address, and its orders contain no other identifier.
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

impl Post {
    /// Creates a customer. Leaves out `acceptsMarketing`, because this integration must not change
    /// consent.
    #[must_use]
    pub fn customer(who: NewCustomer<'_>) -> Self {
        Self {
            path: &["ecomCustomers"],
            body: json!({ "ecomCustomer": {
                "connectionid": who.connection,
                "externalid": who.email,
                "email": who.email,
            }}),
        }
    }
}

impl AccountClient<'_> {
    /// The id of the connection's customer with this e-mail address, if it exists.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn find_customer(&self, who: NewCustomer<'_>) -> Result<Option<String>, ApiError> {
        let filters = [
            ("filters[email]", who.email),
            ("filters[connectionid]", who.connection),
        ];
        // The list may contain the aggregate of all connections, and other inexact matches.
        let ours = |found: &Customer| {
            found.connectionid == who.connection
                && found.email.to_lowercase() == who.email.to_lowercase()
        };
        let found = self.find("ecomCustomers", &filters, ours).await?;
        Ok(found.map(|customer| customer.id))
    }

    /// Creates a customer, which links it to the contact. Returns its id.
    ///
    /// # Errors
    /// [`ApiError`]; refused when the customer exists, or when the connection is gone.
    pub async fn create_customer(&self, who: NewCustomer<'_>) -> Result<String, ApiError> {
        let (_, made) = read::<One>(self.post(&Post::customer(who)).await)?;
        Ok(made.ecom_customer.id)
    }
}
