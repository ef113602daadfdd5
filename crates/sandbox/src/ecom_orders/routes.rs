//! `ecomOrders`.

use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
    routing::get,
};
use serde_json::{Value, json};

use super::{KIND, Orders, order::Order, show::Numbers};
use crate::{
    envelope::{ListQuery, Refusal},
    fields::Fields,
    paths::{ById, api},
    state::Account,
    table::Id,
};

pub fn routes() -> Router {
    Router::new()
        .route(&api("ecomOrders"), get(list).post(create))
        .route(
            &api("ecomOrders/{id}"),
            get(read).put(update).delete(delete),
        )
        .route(&api("ecomOrders/{id}/orderProducts"), get(products))
}

async fn list(Extension(account): Extension<Account>, Query(query): Query<ListQuery>) -> Response {
    let account = account.lock();
    query.page(
        "ecomOrders",
        account.data.orders.select(&query),
        |(id, row)| row.show(id, Numbers::Plain),
    )
}

async fn create(
    Extension(account): Extension<Account>,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let fields = Fields::open(&body, "ecomOrder")?;
    let mut account = account.lock();
    let order = Order::parse(&fields, &mut account.data.orders.line_ids)?;
    account.check_domain(&order.email)?;
    let data = &mut account.data;
    data.connections
        .get(order.connection)
        .ok_or_else(|| Refusal::related_missing("connectionid"))?;
    let id = data.orders.insert(order, &data.customers)?;
    Ok((StatusCode::CREATED, written(&data.orders, id)?))
}

async fn read(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
) -> Result<Json<Value>, Refusal> {
    let id = by.id(KIND)?;
    let shown = account.lock().data.orders.get(id)?.show(id, Numbers::Text);
    Ok(Json(json!({ "ecomOrder": shown })))
}

async fn update(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
    body: Bytes,
) -> Result<Json<Value>, Refusal> {
    let fields = Fields::open(&body, "ecomOrder")?;
    let id = by.id(KIND)?;
    let mut account = account.lock();
    account.check_domain(&account.data.orders.get(id)?.email)?;
    let data = &mut account.data;
    data.orders.update(id, &fields, &data.customers)?;
    written(&data.orders, id)
}

async fn delete(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
) -> Result<Json<Value>, Refusal> {
    account.lock().data.orders.remove(by.id(KIND)?)?;
    Ok(Json(json!({})))
}

async fn products(
    Extension(account): Extension<Account>,
    Path(by): Path<ById>,
    Query(query): Query<ListQuery>,
) -> Result<Response, Refusal> {
    let id = by.id(KIND)?;
    let lines = account.lock().data.orders.get(id)?.show_lines(id);
    Ok(query.page("ecomOrderProducts", lines.into_iter(), |line| line))
}

/// The response to a write: the order, with its products and discounts as separate lists.
fn written(orders: &Orders, id: Id) -> Result<Json<Value>, Refusal> {
    let order = orders.get(id)?;
    Ok(Json(json!({
        "ecomOrder": order.show(id, Numbers::Plain),
        "ecomOrderProducts": order.show_lines(id),
        "ecomOrderDiscounts": order.show_discounts(id),
    })))
}
