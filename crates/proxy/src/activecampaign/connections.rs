use serde::Deserialize;
use serde_json::json;

use super::{
    answer::Reply,
    api_error::{ApiError, read},
    client::AccountClient,
    lenient::{id, text},
};

/// What this integration is called in ActiveCampaign.
pub(super) const SERVICE: &str = "passweb";

/// The e-commerce connections of an account (Deep Data).
pub(super) struct Connections<'a>(&'a AccountClient<'a>);

impl AccountClient<'_> {
    pub(super) fn connections(&self) -> Connections<'_> {
        Connections(self)
    }
}

impl Connections<'_> {
    /// `GET /connections` of our service and a site. Filters may match loosely.
    pub async fn find(&self, site: &str) -> Reply {
        self.0.get(&["connections"], &filters(site)).await
    }
}

fn filters(site: &str) -> [(&'static str, &str); 2] {
    [("filters[service]", SERVICE), ("filters[externalid]", site)]
}

/// The answer of `GET /connections`. A test only asks whether it is one.
#[derive(Deserialize)]
pub(super) struct Found {
    #[serde(rename = "connections")]
    _connections: Vec<serde_json::Value>,
}

/// A connection to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewConnection<'a> {
    /// Passweb's identifier of the site.
    pub site: &'a str,
    /// The site's name, which merchants see in ActiveCampaign.
    pub name: &'a str,
    /// A picture of the shop.
    pub logo: &'a str,
    /// The page where the integration is managed.
    pub link: &'a str,
}

#[derive(Deserialize)]
struct One {
    connection: Connection,
}

#[derive(Deserialize)]
struct Connection {
    #[serde(deserialize_with = "id")]
    id: String,
    #[serde(default, deserialize_with = "text")]
    service: String,
    #[serde(default, deserialize_with = "text")]
    externalid: String,
}

impl AccountClient<'_> {
    /// The id of a site's connection, if it has one.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn find_connection(&self, site: &str) -> Result<Option<String>, ApiError> {
        let ours = |found: &Connection| found.service == SERVICE && found.externalid == site;
        let found = self.find("connections", &filters(site), ours).await?;
        Ok(found.map(|connection| connection.id))
    }

    /// Makes a site's connection (200 is documented, 201 seen); returns its id.
    ///
    /// # Errors
    /// [`ApiError`]; refused when there is one, or an address is not to its
    /// liking.
    pub async fn create_connection(&self, new: NewConnection<'_>) -> Result<String, ApiError> {
        // All five are required. `listId` is left out: new contacts join no list.
        let body = json!({ "connection": {
            "service": SERVICE,
            "externalid": new.site,
            "name": new.name,
            "logoUrl": new.logo,
            "linkUrl": new.link,
        }});
        let (_, made) = read::<One>(self.post(&["connections"], &body).await)?;
        Ok(made.connection.id)
    }
}
