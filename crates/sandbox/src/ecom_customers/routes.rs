//! `ecomCustomers`.

use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
    routing::get,
};
use serde_json::{Value, json};

use super::{Customer, KIND};
use crate::{
    data::Data,
    envelope::{ListQuery, Refusal},
    fields::Fields,
    paths::{ById, api},
    state::Account,
    table::Id,
};

pub fn routes() -> Router {
    Router::new()
        .route(&api("ecomCustomers"), get(list).post(create))
        .route(
            &api("ecomCustomers/{id}"),
            get(read).put(update).delete(delete),
        )
}

async fn list(Extension(account): Extension<Account>, Query(query): Query<ListQuery>) -> Response {
    let account = account.lock();
    let Data {
        customers, orders, ..
    } = &account.data;
    query.page("ecomCustomers", customers.select(&query), |(id, row)| {
        customers.show(id, row, orders)
    })
}

/// ActiveCampaign: creates or links the contact with the address; a missing connection is 422
/// `related_missing`.
async fn create(
    Extension(account): Extension<Account>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let customer = Customer::parse(&Fields::open(&body, "ecomCustomer")?)?;
    let mut account = account.lock();
    let data = &mut account.data;
    let connection = customer.connection.and_then(|id| data.connections.get(id));
    let connection = connection.ok_or_else(|| Refusal::related_missing("connectionid"))?;
    let email = customer.email.clone();
    let id = data.customers.insert(customer)?;
    data.contacts.link(&email, &connection.list_id);
    Ok((StatusCode::CREATED, answer(data, id)?))
}

async fn read(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
) -> Result<Json<Value>, Refusal> {
    answer(&account.lock().data, by.id(KIND)?)
}

async fn update(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let fields = Fields::open(&body, "ecomCustomer")?;
    let id = by.id(KIND)?;
    let mut account = account.lock();
    account.data.customers.update(id, &fields)?;
    answer(&account.data, id)
}

async fn delete(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
) -> Result<Json<Value>, Refusal> {
    let id = by.id(KIND)?;
    let mut account = account.lock();
    account
        .data
        .customers
        .remove(id)
        .ok_or_else(|| Refusal::unknown(KIND, id))?;
    account.data.orders.forget_customer(id);
    Ok(Json(json!({})))
}

fn answer(data: &Data, id: Id) -> Result<Json<Value>, Refusal> {
    let row = data
        .customers
        .table
        .get(id)
        .ok_or_else(|| Refusal::unknown(KIND, id))?;
    Ok(Json(
        json!({ "ecomCustomer": data.customers.show(id, row, &data.orders) }),
    ))
}
