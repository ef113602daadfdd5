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
    /// The id of a contact tag, if it exists.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn find_tag(&self, name: &str) -> Result<Option<String>, ApiError> {
        // The search also finds names that contain the text, and ignores case.
        let ours = |found: &Tag| found.tag.eq_ignore_ascii_case(name);
        let found = self.find("tags", &[("search", name)], ours).await?;
        Ok(found.map(|tag| tag.id))
    }

    /// Creates a contact tag. Returns its id.
    ///
    /// # Errors
    /// [`ApiError`]; refused when the tag exists.
    pub async fn create_tag(&self, name: &str, description: &str) -> Result<String, ApiError> {
        let tag = json!({ "tag": name, "tagType": "contact", "description": description });
        let reply = self.post(&["tags"], &json!({ "tag": tag })).await;
        let (_, made) = read::<One>(reply)?;
        Ok(made.tag.id)
    }

    /// Adds a tag to a contact. No effect if the contact has the tag already.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn tag_contact(&self, contact: &str, tag: &str) -> Result<(), ApiError> {
        let body = json!({ "contactTag": { "contact": contact, "tag": tag } });
        done(self.post(&["contactTags"], &body).await)
    }
}
