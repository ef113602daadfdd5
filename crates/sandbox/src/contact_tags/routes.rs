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
    envelope::{ListQuery, Refusal},
    fields::Fields,
    paths::{ById, api},
    state::Account,
};

pub fn routes() -> Router {
    Router::new()
        .route(&api("contactTags"), post(create))
        .route(&api("contacts/{id}/contactTags"), get(list))
}

/// ActiveCampaign: 201 for a new assignment, 200 for an existing one, 404 for an unknown contact.
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
