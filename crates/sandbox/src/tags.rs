//! `tags`: the tags of an account.

mod routes;

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::{
    dates,
    envelope::Refusal,
    fields::Fields,
    table::{Id, Table},
};

pub use routes::routes;

/// A tag.
pub struct Tag {
    name: String,
    tag_type: String,
    description: String,
    created: String,
}

/// The tags of an account. ActiveCampaign: a name is unique; the sandbox ignores case.
#[derive(Default)]
pub struct Tags {
    table: Table<Tag>,
    by_name: HashMap<String, Id>,
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
