use axum::{Json, extract::State, http::StatusCode};
use contract::{
    event::{Cart, CartSent, IncomingCart, Intake, Reader, Rejection, Taken},
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

/// A batch of abandoned carts.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described; items are read one by one")]
pub(super) struct CartBatch {
    /// 1 to 500 carts.
    #[schema(min_items = 1, max_items = 500)]
    carts: Vec<CartSent>,
}

/// How carts are parsed.
const CARTS: Kind = Kind {
    kind: TransferKind::Cart,
    list: "carts",
    read,
};

/// Submits abandoned carts. The proxy holds them until a synchronisation ends. Carts of shoppers
/// who are not registered or have no e-mail address are ignored.
#[utoipa::path(
    post,
    path = paths::EVENTS_CARTS,
    tag = "events",
    security(("events" = [])),
    request_body = CartBatch,
    responses(
        (status = 202, description = "The outcome of every item", body = Intake),
        PanelProblems, BatchProblems
    )
)]
pub(in crate::http) async fn take_carts(
    session: EventsSession,
    State(app): State<App>,
    body: Body,
) -> Result<(StatusCode, Json<Intake>), Error> {
    let intake = take_in(app, session, CARTS, body).await?;
    Ok((StatusCode::ACCEPTED, Json(intake)))
}

fn read(reader: &Reader, json: &str) -> Result<Checked, Rejection> {
    let IncomingCart::Cart(taken) = reader.cart(json)? else {
        return Ok(Checked::Excluded);
    };
    let Taken { item, adjustments } = *taken;
    let Some(email) = &item.customer.email else {
        return Ok(Checked::Excluded);
    };
    let stored = payload(&item)?;
    let new = NewItem {
        external_id: item.id.as_str().to_owned(),
        number: None,
        version: item.version.microseconds(),
        content: content(&item, &stored)?,
        happened_at: item.abandoned_at.microseconds(),
        withdrawn: item.is_empty(),
        history: false,
        customer: CustomerKey::of(email),
        cart: None,
        order_url: None,
        payload: stored,
    };
    Ok(Checked::Item(Box::new(new), adjustments))
}

/// A hash that distinguishes two contents with the same version time. A time in the future is
/// replaced by the current time, which differs on each submission, so the hash leaves it out.
fn content(cart: &Cart, stored: &str) -> Result<String, Rejection> {
    if cart.updated_at == cart.version {
        return Ok(hash(&[stored]));
    }
    let mut same = cart.clone();
    same.updated_at = cart.version;
    if cart.version.timestamp() > Timestamp::now() {
        same.abandoned_at = cart.version;
    }
    Ok(hash(&[&payload(&same)?]))
}
