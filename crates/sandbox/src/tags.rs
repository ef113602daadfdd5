//! `tags`: labels for contacts.

use std::collections::HashMap;

use axum::{
    Extension, Json, Router, body::Bytes, extract::Query, http::StatusCode, response::Response,
    routing::get,
};
use serde_json::{Value, json};

use crate::{
    dates,
    envelope::{ListQuery, Refusal},
    fields::Fields,
    paths::api,
    state::Account,
    table::{Id, Table},
};

/// A label.
pub struct Tag {
    name: String,
    tag_type: String,
    description: String,
    created: String,
}

/// The tags of an account. ActiveCampaign: a name is unique; taken here without regard to case.
#[derive(Default)]
pub struct Tags {
    table: Table<Tag>,
    by_name: HashMap<String, Id>,
}

pub fn routes() -> Router {
    Router::new().route(&api("tags"), get(list).post(create))
}

/// ActiveCampaign: `search` finds names that contain it, so what comes back must be compared.
async fn list(Extension(account): Extension<Account>, Query(query): Query<ListQuery>) -> Response {
    let search = query.get("search").unwrap_or_default().to_lowercase();
    let account = account.lock();
    let rows = account
        .data
        .tags
        .table
        .iter()
        .filter(|(_, row)| row.name.to_lowercase().contains(&search));
    query.page("tags", rows, |(id, row)| row.show(id))
}

async fn create(
    Extension(account): Extension<Account>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let tag = Tag::parse(&Fields::open(&body, "tag")?)?;
    let shown = account.lock().data.tags.insert(tag)?;
    Ok((StatusCode::CREATED, Json(json!({ "tag": shown }))))
}

impl Tags {
    pub fn get(&self, id: Id) -> Option<&Tag> {
        self.table.get(id)
    }

    pub fn show_all(&self) -> Vec<Value> {
        self.table.iter().map(|(id, row)| row.show(id)).collect()
    }

    fn insert(&mut self, tag: Tag) -> Result<Value, Refusal> {
        let key = tag.name.to_lowercase();
        if self.by_name.contains_key(&key) {
            return Err(Refusal::duplicate("tag", "The tag exists already"));
        }
        let (id, row) = self.table.insert(tag);
        self.by_name.insert(key, id);
        Ok(row.show(id))
    }
}

impl Tag {
    fn parse(fields: &Fields) -> Result<Self, Refusal> {
        let tag_type = fields.required("tagType")?;
        if !["contact", "template"].contains(&tag_type.as_str()) {
            return Err(Refusal::invalid(
                "tagType",
                "contact or template is expected",
            ));
        }
        Ok(Self {
            name: fields.required("tag")?,
            tag_type,
            description: fields.text("description")?.unwrap_or_default(),
            created: dates::now(),
        })
    }

    fn show(&self, id: Id) -> Value {
        json!({
            "id": id,
            "tag": self.name,
            "tagType": self.tag_type,
            "description": self.description,
            "cdate": self.created,
            "links": { "contactGoalTags": format!("/api/3/tags/{id}/contactGoalTags") },
        })
    }
}
