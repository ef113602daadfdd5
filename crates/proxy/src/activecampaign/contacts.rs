use jiff::Timestamp;
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::json;

use super::{
    api_error::{ApiError, read},
    client::AccountClient,
    lenient::{id, moment},
};

/// A person, as contacts are made of.
#[derive(Clone, Copy, Debug)]
pub struct Who<'a> {
    /// Who it is.
    pub email: &'a str,
    /// First name; empty leaves the contact's own.
    pub first_name: &'a str,
    /// Last name; empty leaves the contact's own.
    pub last_name: &'a str,
}

/// What `contact/sync` did.
#[derive(Clone, Debug)]
pub struct Synced {
    /// The contact's id.
    pub id: String,
    /// Whether this very call made the contact.
    pub created: bool,
    /// How old the contact is by the server's clock, in seconds, if both were said.
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

impl AccountClient<'_> {
    /// `POST /contact/sync`: makes or updates the contact of an e-mail address. 201 tells a new one
    /// from a known one (200). Lists and consent stay as they are.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn sync_contact(&self, who: Who<'_>) -> Result<Synced, ApiError> {
        let mut contact = json!({ "email": who.email });
        for (field, name) in [("firstName", who.first_name), ("lastName", who.last_name)] {
            if !name.is_empty() {
                contact[field] = name.into();
            }
        }
        let body = json!({ "contact": contact });
        let reply = self.post(&["contact", "sync"], &body).await;
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
