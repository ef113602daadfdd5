//! `contactTags`: which contact has which tag.

use std::collections::HashMap;

use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};

use crate::{
    dates,
    envelope::{ListQuery, Refusal},
    fields::Fields,
    paths::{ById, api},
    state::Account,
    table::{Id, Index, Table},
};

/// A tag on a contact.
pub struct ContactTag {
    contact: Id,
    tag: Id,
    created: String,
}

/// The tags on the contacts of an account.
#[derive(Default)]
pub struct ContactTags {
    table: Table<ContactTag>,
    by_pair: HashMap<(Id, Id), Id>,
    by_contact: Index<Id>,
}

pub fn routes() -> Router {
    Router::new()
        .route(&api("contactTags"), post(create))
        .route(&api("contacts/{id}/contactTags"), get(list))
}

/// ActiveCampaign: 201 for a new one, 200 for one that is there already, 404 for an unknown contact.
async fn create(
    Extension(account): Extension<Account>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let fields = Fields::open(&body, "contactTag")?;
    let (contact, tag) = (fields.required_id("contact")?, fields.required_id("tag")?);
    let mut account = account.lock();
    let data = &mut account.data;
    data.contacts
        .get(contact)
        .ok_or(Refusal::RelatedNotFound("Contact not found"))?;
    data.tags
        .get(tag)
        .ok_or(Refusal::RelatedNotFound("Tag not found"))?;
    let (status, shown) = data.contact_tags.put(contact, tag);
    Ok((status, Json(json!({ "contactTag": shown }))))
}

async fn list(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Refusal> {
    let contact = by.id("Subscriber")?;
    let account = account.lock();
    account
        .data
        .contacts
        .get(contact)
        .ok_or_else(|| Refusal::unknown("Subscriber", contact))?;
    let contact_tags = &account.data.contact_tags;
    let rows = contact_tags
        .by_contact
        .get(&contact)
        .filter_map(|id| Some((id, contact_tags.table.get(id)?)));
    Ok(query.page("contactTags", rows, |(id, row)| row.show(id)))
}

impl ContactTags {
    pub fn show_all(&self) -> Vec<Value> {
        self.table.iter().map(|(id, row)| row.show(id)).collect()
    }

    /// Removes the tags of a contact.
    pub fn forget_contact(&mut self, contact: Id) {
        let ids: Vec<Id> = self.by_contact.get(&contact).collect();
        for id in ids {
            if let Some(row) = self.table.remove(id) {
                self.by_pair.remove(&(row.contact, row.tag));
            }
            self.by_contact.remove(&contact, id);
        }
    }

    fn put(&mut self, contact: Id, tag: Id) -> (StatusCode, Value) {
        if let Some((id, row)) = self
            .by_pair
            .get(&(contact, tag))
            .and_then(|id| Some((*id, self.table.get(*id)?)))
        {
            return (StatusCode::OK, row.show(id));
        }
        let (id, row) = self.table.insert(ContactTag {
            contact,
            tag,
            created: dates::now(),
        });
        self.by_pair.insert((contact, tag), id);
        self.by_contact.insert(contact, id);
        (StatusCode::CREATED, row.show(id))
    }
}

impl ContactTag {
    fn show(&self, id: Id) -> Value {
        json!({
            "id": id,
            "contact": self.contact,
            "tag": self.tag,
            "cdate": self.created,
            "links": { "contact": format!("/{id}/contact"), "tag": format!("/{id}/tag") },
        })
    }
}
