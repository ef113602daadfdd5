use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
    routing::get,
};
use serde_json::{Value, json};

use super::{Connection, KIND};
use crate::{
    envelope::{ListQuery, Refusal},
    fields::Fields,
    paths::{ById, api},
    state::Account,
};

pub fn routes() -> Router {
    Router::new()
        .route(&api("connections"), get(list).post(create))
        .route(
            &api("connections/{id}"),
            get(read).put(update).delete(delete),
        )
}

async fn list(Extension(account): Extension<Account>, Query(query): Query<ListQuery>) -> Response {
    let account = account.lock();
    let rows = account.data.connections.table.iter().filter(|(_, row)| {
        query.admits("service", &row.key.service) && query.admits("externalid", &row.key.externalid)
    });
    query.page("connections", rows, |(id, row)| row.show(id))
}

/// ActiveCampaign: documented as 200, observed as 201; a second connection for the same shop is 422
/// `field_invalid`.
async fn create(
    Extension(account): Extension<Account>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let connection = Connection::parse(&Fields::open(&body, "connection")?)?;
    let mut account = account.lock();
    let connections = &mut account.data.connections;
    let id = connections.insert(connection)?;
    Ok((StatusCode::CREATED, connections.answer(id)?))
}

async fn read(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
) -> Result<Json<Value>, Refusal> {
    account.lock().data.connections.answer(by.id(KIND)?)
}

async fn update(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let fields = Fields::open(&body, "connection")?;
    let id = by.id(KIND)?;
    let mut account = account.lock();
    let connections = &mut account.data.connections;
    connections.update(id, &fields)?;
    connections.answer(id)
}

/// ActiveCampaign: deleting a connection deletes its customers and orders.
async fn delete(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
) -> Result<Json<Value>, Refusal> {
    let id = by.id(KIND)?;
    let mut account = account.lock();
    account.data.connections.remove(id)?;
    account.data.forget_connection(id);
    Ok(Json(json!({})))
}
