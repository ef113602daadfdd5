//! `connections`: the shops of an account.

mod routes;

use std::collections::HashMap;

use axum::Json;
use serde_json::{Value, json};

use crate::{
    dates,
    envelope::Refusal,
    fields::Fields,
    table::{Id, Table},
};

pub use routes::routes;

/// ActiveCampaign's name of a connection in error messages.
const KIND: &str = "Connection";

/// A shop with customers, orders and carts.
#[derive(Clone)]
pub struct Connection {
    key: ConnectionKey,
    name: String,
    logo_url: String,
    link_url: String,
    /// ActiveCampaign: the list to which new contacts are added; `"0"` means none.
    pub list_id: String,
    created: String,
    updated: String,
}

/// ActiveCampaign: the pair of service and externalid is unique.
#[derive(Clone, PartialEq, Eq, Hash)]
struct ConnectionKey {
    service: String,
    externalid: String,
}

/// The connections of an account.
#[derive(Default)]
pub struct Connections {
    table: Table<Connection>,
    by_key: HashMap<ConnectionKey, Id>,
}

impl Connections {
    pub fn get(&self, id: Id) -> Option<&Connection> {
        self.table.get(id)
    }

    pub fn show_all(&self) -> Vec<Value> {
        self.table.iter().map(|(id, row)| row.show(id)).collect()
    }

    fn answer(&self, id: Id) -> Result<Json<Value>, Refusal> {
        let row = self
            .table
            .get(id)
            .ok_or_else(|| Refusal::unknown(KIND, id))?;
        Ok(Json(json!({ "connection": row.show(id) })))
    }

    fn insert(&mut self, connection: Connection) -> Result<Id, Refusal> {
        let key = connection.key.clone();
        if self.by_key.contains_key(&key) {
            return Err(taken());
        }
        let (id, _) = self.table.insert(connection);
        self.by_key.insert(key, id);
        Ok(id)
    }

    fn update(&mut self, id: Id, fields: &Fields) -> Result<(), Refusal> {
        let row = self
            .table
            .get_mut(id)
            .ok_or_else(|| Refusal::unknown(KIND, id))?;
        let mut changed = row.clone();
        changed.take(fields)?;
        if self
            .by_key
            .get(&changed.key)
            .is_some_and(|other| *other != id)
        {
            return Err(taken());
        }
        self.by_key.remove(&row.key);
        self.by_key.insert(changed.key.clone(), id);
        *row = changed;
        Ok(())
    }

    fn remove(&mut self, id: Id) -> Result<(), Refusal> {
        let row = self
            .table
            .remove(id)
            .ok_or_else(|| Refusal::unknown(KIND, id))?;
        self.by_key.remove(&row.key);
        Ok(())
    }
}

impl Connection {
    /// ActiveCampaign: service, externalid, name, logoUrl and linkUrl are required.
    fn parse(fields: &Fields) -> Result<Self, Refusal> {
        let now = dates::now();
        let mut connection = Self {
            key: ConnectionKey {
                service: fields.required("service")?,
                externalid: fields.required("externalid")?,
            },
            name: fields.required("name")?,
            logo_url: fields.required_url("logoUrl")?,
            link_url: fields.required_url("linkUrl")?,
            list_id: "0".to_owned(),
            created: now.clone(),
            updated: now,
        };
        connection.take(fields)?;
        Ok(connection)
    }

    /// Updates the given fields and keeps the others.
    fn take(&mut self, fields: &Fields) -> Result<(), Refusal> {
        fields.replace_filled(&mut self.key.service, "service")?;
        fields.replace_filled(&mut self.key.externalid, "externalid")?;
        fields.replace_filled(&mut self.name, "name")?;
        self.logo_url = fields
            .url("logoUrl")?
            .unwrap_or(std::mem::take(&mut self.logo_url));
        self.link_url = fields
            .url("linkUrl")?
            .unwrap_or(std::mem::take(&mut self.link_url));
        fields.replace_filled(&mut self.list_id, "listId")?;
        self.updated = dates::now();
        Ok(())
    }

    fn show(&self, id: Id) -> Value {
        json!({
            "id": id,
            "service": self.key.service,
            "externalid": self.key.externalid,
            "name": self.name,
            "isInternal": "0",
            "status": "1",
            "syncStatus": "0",
            "lastSync": null,
            "logoUrl": self.logo_url,
            "linkUrl": self.link_url,
            "listId": self.list_id,
            "cdate": self.created,
            "udate": self.updated,
            "links": { "customers": format!("/api/3/connections/{id}/customers") },
        })
    }
}

/// ActiveCampaign: observed as `field_invalid`, not `duplicate`.
fn taken() -> Refusal {
    Refusal::invalid(
        "externalid",
        "the service has a connection of this externalid already",
    )
}
