use serde::Deserialize;
use serde_json::json;

use super::{
    call::{Failure, id, read},
    client::{AccountClient, Reply},
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
        let filters = [("filters[service]", SERVICE), ("filters[externalid]", site)];
        self.0.get(&["connections"], &filters).await
    }
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
    /// The site's address.
    pub url: &'a str,
}

#[derive(Deserialize)]
struct List {
    connections: Vec<Connection>,
}

#[derive(Deserialize)]
struct One {
    connection: Connection,
}

#[derive(Deserialize)]
struct Connection {
    #[serde(deserialize_with = "id")]
    id: String,
    #[serde(default)]
    service: String,
    #[serde(default)]
    externalid: String,
}

impl AccountClient<'_> {
    /// The id of a site's connection, if it has one.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn find_connection(&self, site: &str) -> Result<Option<String>, Failure> {
        let (_, list) = read::<List>(self.connections().find(site).await)?;
        // Filters may match loosely.
        let ours = |found: &Connection| found.service == SERVICE && found.externalid == site;
        let found = list.connections.into_iter().find(ours);
        Ok(found.map(|connection| connection.id))
    }

    /// Makes a site's connection (200 is documented, 201 seen); returns its id.
    ///
    /// # Errors
    /// [`Failure`]; refused when there is one.
    pub async fn create_connection(&self, new: NewConnection<'_>) -> Result<String, Failure> {
        // `logoUrl` is left empty: no picture of the shop is known. `listId` is left out, so that
        // new contacts join no list.
        let body = json!({ "connection": {
            "service": SERVICE,
            "externalid": new.site,
            "name": new.name,
            "logoUrl": "",
            "linkUrl": new.url,
        }});
        let (_, made) = read::<One>(self.post(&["connections"], &body).await)?;
        Ok(made.connection.id)
    }
}
