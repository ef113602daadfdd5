use axum::{Json, extract::State, http::StatusCode};
use contract::{
    event::{Intake, Order, OrderSent, Reader, Rejection, Taken},
    paths,
    transfer::TransferKind,
};
use utoipa::ToSchema;

use super::{
    body::Body,
    intake::{Checked, Kind, take_in},
    problems::BatchProblems,
};
use crate::{
    app::App,
    error::Error,
    http::problems::PanelProblems,
    session::EventsSession,
    store::{CustomerKey, NewItem},
};

/// Orders handed over.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described; items are read one by one")]
pub(super) struct OrderBatch {
    /// 1 to 500 orders.
    #[schema(min_items = 1, max_items = 500)]
    orders: Vec<OrderSent>,
}

/// How orders are read.
const ORDERS: Kind = Kind {
    kind: TransferKind::Order,
    list: "orders",
    read,
};

/// Takes orders. What is accepted is stored durably, and sent as soon as ActiveCampaign takes it.
#[utoipa::path(
    post,
    path = paths::EVENTS_ORDERS,
    tag = "events",
    security(("events" = [])),
    request_body = OrderBatch,
    responses(
        (status = 202, description = "What became of each", body = Intake),
        PanelProblems, BatchProblems
    )
)]
pub(in crate::http) async fn take_orders(
    session: EventsSession,
    State(app): State<App>,
    body: Body,
) -> Result<(StatusCode, Json<Intake>), Error> {
    let intake = take_in(app, session, ORDERS, body).await?;
    Ok((StatusCode::ACCEPTED, Json(intake)))
}

fn read(reader: &Reader, json: &str) -> Result<Checked, Rejection> {
    let Taken { item, adjustments } = reader.order(json)?;
    let new = new_item(&item)?;
    Ok(Checked::Item(Box::new(new), adjustments))
}

fn new_item(order: &Order) -> Result<NewItem, Rejection> {
    Ok(NewItem {
        external_id: order.id.as_str().to_owned(),
        number: Some(order.number.as_str().to_owned()),
        version: order.version.microseconds(),
        customer: CustomerKey::of(&order.billing.email),
        cart: order.cart_id.as_ref().map(|cart| cart.as_str().to_owned()),
        payload: super::intake::payload(order)?,
    })
}
