use axum::{Json, extract::State, http::StatusCode};
use contract::{
    event::{Intake, Order, OrderSent, Reader, Rejection, Taken},
    paths,
    transfer::TransferKind,
};
use jiff::Timestamp;
use utoipa::ToSchema;

use super::{
    body::Body,
    intake::{Checked, Kind, payload, take_in},
    problems::BatchProblems,
};
use crate::{
    error::Error,
    http::App,
    http::problems::PanelProblems,
    session::EventsSession,
    store::{CustomerKey, NewItem, hash},
};

/// A batch of orders.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described; items are read one by one")]
pub(super) struct OrderBatch {
    /// 1 to 500 orders.
    #[schema(min_items = 1, max_items = 500)]
    orders: Vec<OrderSent>,
}

/// How orders are parsed.
const ORDERS: Kind = Kind {
    kind: TransferKind::Order,
    list: "orders",
    read,
};

/// Submits orders. Accepted orders are stored durably and sent as soon as ActiveCampaign accepts
/// them.
#[utoipa::path(
    post,
    path = paths::EVENTS_ORDERS,
    tag = "events",
    security(("events" = [])),
    request_body = OrderBatch,
    responses(
        (status = 202, description = "The outcome of every item", body = Intake),
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
    let stored = payload(order)?;
    Ok(NewItem {
        external_id: order.id.as_str().to_owned(),
        number: Some(order.number.as_str().to_owned()),
        version: order.version.microseconds(),
        content: content(order, &stored)?,
        happened_at: order.placed_at.microseconds(),
        withdrawn: order.cancelled_at.is_some(),
        history: order.history,
        customer: CustomerKey::of(&order.billing.email),
        cart: order.cart_id.as_ref().map(|cart| cart.as_str().to_owned()),
        order_url: order.url.as_ref().map(|url| url.as_str().to_owned()),
        payload: stored,
    })
}

/// A hash that distinguishes two contents with the same version time. It leaves out `history`,
/// because the same order may be submitted again as a historical one, and a time in the future,
/// which is replaced by the current time on each submission.
fn content(order: &Order, stored: &str) -> Result<String, Rejection> {
    if !order.history && order.updated_at == order.version {
        return Ok(hash(&[stored]));
    }
    let mut same = order.clone();
    same.history = false;
    same.updated_at = order.version;
    if order.version.timestamp() > Timestamp::now() {
        same.placed_at = order.version;
        same.cancelled_at = order.cancelled_at.map(|_| order.version);
    }
    Ok(hash(&[&payload(&same)?]))
}
