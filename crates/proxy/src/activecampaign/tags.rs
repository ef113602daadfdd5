use serde::Deserialize;
use serde_json::json;

use super::{
    api_error::{ApiError, done, read},
    client::AccountClient,
    lenient::{id, text},
    post::Post,
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

impl Post {
    /// Creates a contact tag.
    #[must_use]
    pub fn tag(name: &str, description: &str) -> Self {
        let tag = json!({ "tag": name, "tagType": "contact", "description": description });
        Self {
            path: &["tags"],
            body: json!({ "tag": tag }),
        }
    }

    /// Adds a tag to a contact.
    #[must_use]
    pub fn contact_tag(contact: &str, tag: &str) -> Self {
        Self {
            path: &["contactTags"],
            body: json!({ "contactTag": { "contact": contact, "tag": tag } }),
        }
    }
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
        let (_, made) = read::<One>(self.post(&Post::tag(name, description)).await)?;
        Ok(made.tag.id)
    }

    /// Adds a tag to a contact. No effect if the contact has the tag already.
    ///
    /// # Errors
    /// [`ApiError`].
    pub async fn tag_contact(&self, contact: &str, tag: &str) -> Result<(), ApiError> {
        done(self.post(&Post::contact_tag(contact, tag)).await)
    }
}
