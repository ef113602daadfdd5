use axum::{Json, extract::State, http::StatusCode};
use contract::{
    event::{Intake, ItemError, OrderSent},
    paths,
    transfer::TransferKind,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::{
    body::{Batch, check_length, payload, read_item},
    intake::{Checked, Intaken, take_in},
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opened<'a> {
    #[serde(borrow)]
    orders: Vec<&'a RawValue>,
}

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
    batch: Batch,
) -> Result<(StatusCode, Json<Intake>), Error> {
    let Opened { orders } = batch.open()?;
    check_length("/orders", &orders)?;
    let batch = Intaken {
        kind: TransferKind::Order,
        list: "orders",
        items: &orders,
        check,
    };
    let intake = take_in(app, session, batch).await?;
    Ok((StatusCode::ACCEPTED, Json(intake)))
}

fn check(raw: &RawValue) -> Result<Checked, Vec<ItemError>> {
    let order = read_item::<OrderSent>(raw)?.validate()?;
    let payload = payload(&order)?;
    Ok(Checked::Item(Box::new(NewItem {
        external_id: order.id.as_str().to_owned(),
        number: Some(order.number.as_str().to_owned()),
        version: order.version.microseconds(),
        customer: CustomerKey::of(&order.billing.email),
        cart: order.cart_id.map(|cart| cart.as_str().to_owned()),
        payload,
    })))
}
