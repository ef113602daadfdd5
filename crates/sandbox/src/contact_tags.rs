//! `contactTags`: the assignment of tags to contacts.

mod routes;

use std::collections::HashMap;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::{
    dates,
    table::{Id, Index, Table},
};

pub use routes::routes;

/// The assignment of a tag to a contact.
pub struct ContactTag {
    contact: Id,
    tag: Id,
    created: String,
}

/// The tag assignments of an account.
#[derive(Default)]
pub struct ContactTags {
    table: Table<ContactTag>,
    by_pair: HashMap<(Id, Id), Id>,
    by_contact: Index<Id>,
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
