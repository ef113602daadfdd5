//! `contacts` and `contact/sync`.

use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{Contact, Contacts, KIND, taken};
use crate::{
    envelope::{ListQuery, Refusal},
    fields::Fields,
    paths::{ById, api},
    state::Account,
    table::Id,
};

pub fn routes() -> Router {
    Router::new()
        .route(&api("contacts"), get(list).post(create))
        .route(&api("contacts/{id}"), get(read).put(update).delete(delete))
        .route(&api("contact/sync"), post(sync))
}

async fn list(Extension(account): Extension<Account>, Query(query): Query<ListQuery>) -> Response {
    let account = account.lock();
    query.page(
        "contacts",
        account.data.contacts.select(&query),
        |(id, row)| row.show(id),
    )
}

/// ActiveCampaign: an existing address is 422 `duplicate`.
async fn create(
    Extension(account): Extension<Account>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let contact = Contact::parse(&Fields::open(&body, "contact")?)?;
    let mut account = account.lock();
    let contacts = &mut account.data.contacts;
    if contacts.find(contact.email.as_str()).is_some() {
        return Err(taken());
    }
    let id = contacts.add(contact);
    Ok((StatusCode::CREATED, answer(contacts, id)?))
}

async fn read(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
) -> Result<Json<Value>, Refusal> {
    answer(&account.lock().data.contacts, by.id(KIND)?)
}

async fn update(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let fields = Fields::open(&body, "contact")?;
    let id = by.id(KIND)?;
    let mut account = account.lock();
    let contacts = &mut account.data.contacts;
    contacts.update(id, &fields)?;
    answer(contacts, id)
}

async fn delete(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
) -> Result<Json<Value>, Refusal> {
    let id = by.id(KIND)?;
    let mut account = account.lock();
    let email = account.data.contacts.remove(id)?;
    account.data.forget_contact(id, &email);
    Ok(Json(json!({})))
}

/// ActiveCampaign: 201 for a new contact, 200 for an existing one; lists and consent are not
/// changed.
async fn sync(
    Extension(account): Extension<Account>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let fields = Fields::open(&body, "contact")?;
    let contact = Contact::parse(&fields)?;
    let mut account = account.lock();
    account.check_domain(&contact.email)?;
    let contacts = &mut account.data.contacts;
    match contacts.find(contact.email.as_str()) {
        Some(id) => {
            contacts.update(id, &fields)?;
            Ok((StatusCode::OK, answer(contacts, id)?))
        }
        None => {
            let id = contacts.add(contact);
            Ok((StatusCode::CREATED, answer(contacts, id)?))
        }
    }
}

fn answer(contacts: &Contacts, id: Id) -> Result<Json<Value>, Refusal> {
    let row = contacts.get(id).ok_or_else(|| Refusal::unknown(KIND, id))?;
    Ok(Json(json!({ "fieldValues": [], "contact": row.show(id) })))
}
