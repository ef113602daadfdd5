use jiff::Timestamp;
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::{
    api_error::{ApiError, read},
    client::AccountClient,
    lenient::{id, moment},
    post::Post,
};

/// The data of a contact.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// E-mail address, which identifies the contact.
    pub email: &'a str,
    /// First name; empty keeps the contact's current one.
    pub first_name: &'a str,
    /// Last name; empty keeps the contact's current one.
    pub last_name: &'a str,
}

/// Result of `contact/sync`.
#[derive(Clone, Debug)]
pub struct Synced {
    /// The contact id.
    pub id: String,
    /// Whether this call created the contact.
    pub created: bool,
    /// The age of the contact in seconds, by the server's clock. `None` when the response contains
    /// no `Date` or no `cdate`.
    pub age_seconds: Option<i64>,
}

#[derive(Deserialize)]
struct Answered {
    contact: Contact,
}

#[derive(Deserialize)]
struct Contact {
    #[serde(deserialize_with = "id")]
    id: String,
    #[serde(default, deserialize_with = "moment")]
    cdate: Option<Timestamp>,
}

impl Post {
    /// `POST /contact/sync`: creates or updates the contact with this e-mail address.
    #[must_use]
    pub fn contact(who: Who<'_>) -> Self {
        let mut contact = json!({ "email": who.email });
        for (field, name) in [("firstName", who.first_name), ("lastName", who.last_name)] {
            if !name.is_empty() {
                contact[field] = name.into();
            }
        }
        Self {
            path: &["contact", "sync"],
            body: json!({ "contact": contact }),
        }
    }
}

impl AccountClient<'_> {
    /// `POST /contact/sync`: creates or updates the contact with this e-mail address. Status 201
    /// means created, 200 means updated. Lists and consent stay unchanged.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn sync_contact(&self, who: Who<'_>) -> Result<Synced, ApiError> {
        let reply = self.post(&Post::contact(who)).await;
        let now = reply.as_ref().ok().and_then(|answer| answer.date);
        let (status, answered) = read::<Answered>(reply)?;
        let made = answered.contact.cdate;
        Ok(Synced {
            id: answered.contact.id,
            created: status == StatusCode::CREATED,
            age_seconds: now.zip(made).map(|(now, made)| now - made.as_second()),
        })
    }
}
