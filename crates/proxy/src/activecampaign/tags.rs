use serde::Deserialize;
use serde_json::json;

use super::{
    api_error::{ApiError, done, read},
    client::AccountClient,
    lenient::{id, text},
};

#[derive(Deserialize)]
struct One {
    tag: Tag,
}

#[derive(Deserialize)]
struct Tag {
    #[serde(deserialize_with = "id")]
    id: String,
    #[serde(default, deserialize_with = "text")]
    tag: String,
}

impl AccountClient<'_> {
    /// The id of a tag of contacts, if it is there.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn find_tag(&self, name: &str) -> Result<Option<String>, ApiError> {
        // The search finds names that contain it, and takes capitals for small letters.
        let ours = |found: &Tag| found.tag.eq_ignore_ascii_case(name);
        let found = self.find("tags", &[("search", name)], ours).await?;
        Ok(found.map(|tag| tag.id))
    }

    /// Makes a tag of contacts; returns its id.
    ///
    /// # Errors
    /// [`ApiError`]; refused when it is there.
    pub async fn create_tag(&self, name: &str, description: &str) -> Result<String, ApiError> {
        let tag = json!({ "tag": name, "tagType": "contact", "description": description });
        let reply = self.post(&["tags"], &json!({ "tag": tag })).await;
        let (_, made) = read::<One>(reply)?;
        Ok(made.tag.id)
    }

    /// Puts a tag on a contact; one that is there already stays.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn tag_contact(&self, contact: &str, tag: &str) -> Result<(), ApiError> {
        let body = json!({ "contactTag": { "contact": contact, "tag": tag } });
        done(self.post(&["contactTags"], &body).await)
    }
}
