use serde::Deserialize;
use serde_json::json;

use super::{
    answer::Reply,
    api_error::{ApiError, read},
    client::AccountClient,
    lenient::{id, text},
    post::Post,
};

/// The `service` of this integration's connections in ActiveCampaign.
pub(super) const SERVICE: &str = "passweb";

/// The e-commerce connections of an account (Deep Data).
pub(super) struct Connections<'a>(&'a AccountClient<'a>);

impl AccountClient<'_> {
    pub(super) fn connections(&self) -> Connections<'_> {
        Connections(self)
    }
}

impl Connections<'_> {
    /// `GET /connections` filtered by this service and a site. ActiveCampaign's filters may also
    /// match other connections.
    pub async fn find(&self, site: &str) -> Reply {
        self.0.get(&["connections"], &filters(site)).await
    }
}

fn filters(site: &str) -> [(&'static str, &str); 2] {
    [("filters[service]", SERVICE), ("filters[externalid]", site)]
}

/// The response of `GET /connections`. A connection test only checks that it parses.
#[derive(Deserialize)]
pub(super) struct Found {
    #[serde(rename = "connections")]
    _connections: Vec<serde_json::Value>,
}

/// A connection to create.
#[derive(Clone, Copy, Debug)]
pub struct NewConnection<'a> {
    /// Passweb's id of the site.
    pub site: &'a str,
    /// The name of the site, shown in ActiveCampaign.
    pub name: &'a str,
    /// URL of the shop's logo.
    pub logo: &'a str,
    /// URL of the page where the integration is managed.
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
    /// The id of a site's connection, if it exists.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn find_connection(&self, site: &str) -> Result<Option<String>, ApiError> {
        let ours = |found: &Connection| found.service == SERVICE && found.externalid == site;
        let found = self.find("connections", &filters(site), ours).await?;
        Ok(found.map(|connection| connection.id))
    }

    /// Creates the connection of a site (200 is documented, 201 seen). Returns its id.
    ///
    /// # Errors
    /// [`ApiError`]; refused when the connection exists, or when ActiveCampaign rejects a URL.
    pub async fn create_connection(&self, new: NewConnection<'_>) -> Result<String, ApiError> {
        // All five fields are required. Without `listId`, new contacts join no list.
        let body = json!({ "connection": {
            "service": SERVICE,
            "externalid": new.site,
            "name": new.name,
            "logoUrl": new.logo,
            "linkUrl": new.link,
        }});
        let post = Post {
            path: &["connections"],
            body,
        };
        let (_, made) = read::<One>(self.post(&post).await)?;
        Ok(made.connection.id)
    }
}
