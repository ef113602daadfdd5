//! The contacts of an account, identified by e-mail address.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::{
    dates,
    email::{self, Email, EmailKey},
    envelope::{ListQuery, Refusal},
    fields::Fields,
    table::{Id, Table},
};

mod routes;

pub use routes::routes;

/// ActiveCampaign's name of a contact in error messages: its older term.
const KIND: &str = "Subscriber";

/// A contact.
#[derive(Clone)]
pub struct Contact {
    email: Email,
    first_name: String,
    last_name: String,
    phone: String,
    /// The lists of the contact. Only a connection's `listId` adds some; `contact/sync` changes
    /// none.
    lists: Vec<String>,
    created: String,
    updated: String,
}

/// The contacts of an account.
#[derive(Default)]
pub struct Contacts {
    table: Table<Contact>,
    by_email: HashMap<EmailKey, Id>,
}

impl Contacts {
    pub fn get(&self, id: Id) -> Option<&Contact> {
        self.table.get(id)
    }

    pub fn show_all(&self) -> Vec<Value> {
        self.table.iter().map(|(id, row)| row.show(id)).collect()
    }

    /// ActiveCampaign: a customer is linked to the contact with the same address; a missing contact
    /// is created and added to the connection's list (`"0"` means none).
    pub fn link(&mut self, email: &Email, list_id: &str) {
        if self.by_email.contains_key(&email.key()) {
            return;
        }
        let mut contact = Contact::new(email.clone());
        if list_id != "0" {
            contact.lists.push(list_id.to_owned());
        }
        self.add(contact);
    }

    fn find(&self, address: &str) -> Option<Id> {
        self.by_email.get(&email::key(address)).copied()
    }

    fn add(&mut self, contact: Contact) -> Id {
        let key = contact.email.key();
        let (id, _) = self.table.insert(contact);
        self.by_email.insert(key, id);
        id
    }

    fn update(&mut self, id: Id, fields: &Fields) -> Result<(), Refusal> {
        let row = self
            .table
            .get_mut(id)
            .ok_or_else(|| Refusal::unknown(KIND, id))?;
        let mut changed = row.clone();
        changed.take(fields)?;
        let key = changed.email.key();
        if self.by_email.get(&key).is_some_and(|other| *other != id) {
            return Err(taken());
        }
        self.by_email.remove(&row.email.key());
        self.by_email.insert(key, id);
        *row = changed;
        Ok(())
    }

    fn remove(&mut self, id: Id) -> Result<Email, Refusal> {
        let row = self.table.remove(id);
        let row = row.ok_or_else(|| Refusal::unknown(KIND, id))?;
        self.by_email.remove(&row.email.key());
        Ok(row.email)
    }

    /// The contacts that match the filters `filters[email]`, `email` and `search`.
    fn select(&self, query: &ListQuery) -> Box<dyn Iterator<Item = (Id, &Contact)> + '_> {
        if let Some(address) = query.filter("email").or(query.get("email")) {
            return Box::new(
                self.find(address)
                    .and_then(|id| Some((id, self.table.get(id)?)))
                    .into_iter(),
            );
        }
        let search = query.get("search").unwrap_or_default().to_lowercase();
        Box::new(
            self.table
                .iter()
                .filter(move |(_, row)| row.contains(&search)),
        )
    }
}

impl Contact {
    fn new(email: Email) -> Self {
        let now = dates::now();
        Self {
            email,
            first_name: String::new(),
            last_name: String::new(),
            phone: String::new(),
            lists: Vec::new(),
            created: now.clone(),
            updated: now,
        }
    }

    fn parse(fields: &Fields) -> Result<Self, Refusal> {
        let mut contact = Self::new(fields.required_email()?);
        contact.take(fields)?;
        Ok(contact)
    }

    /// Updates the given fields and keeps the others.
    fn take(&mut self, fields: &Fields) -> Result<(), Refusal> {
        if let Some(email) = fields.email()? {
            self.email = email;
        }
        fields.replace(&mut self.first_name, "firstName")?;
        fields.replace(&mut self.last_name, "lastName")?;
        fields.replace(&mut self.phone, "phone")?;
        self.updated = dates::now();
        Ok(())
    }

    fn contains(&self, search: &str) -> bool {
        [self.email.as_str(), &self.first_name, &self.last_name]
            .iter()
            .any(|text| text.to_lowercase().contains(search))
    }

    fn show(&self, id: Id) -> Value {
        json!({
            "id": id,
            "email": self.email,
            "firstName": self.first_name,
            "lastName": self.last_name,
            "phone": self.phone,
            "lists": self.lists,
            "deleted": "0",
            "cdate": self.created,
            "udate": self.updated,
            "links": { "contactTags": format!("/api/3/contacts/{id}/contactTags") },
        })
    }
}

fn taken() -> Refusal {
    Refusal::duplicate("email", "Email address already exists in the system")
}
