use axum::{Json, extract::State, http::StatusCode};
use contract::{
    event::{CartSent, Intake, ItemError},
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

/// Abandoned carts handed over.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described; items are read one by one")]
pub(super) struct CartBatch {
    /// 1 to 500 carts.
    #[schema(min_items = 1, max_items = 500)]
    carts: Vec<CartSent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opened<'a> {
    #[serde(borrow)]
    carts: Vec<&'a RawValue>,
}

/// Takes abandoned carts. They are kept until a synchronisation ends. Carts of people who are not
/// registered, or have no e-mail address, are ignored.
#[utoipa::path(
    post,
    path = paths::EVENTS_CARTS,
    tag = "events",
    security(("events" = [])),
    request_body = CartBatch,
    responses(
        (status = 202, description = "What became of each", body = Intake),
        PanelProblems, BatchProblems
    )
)]
pub(in crate::http) async fn take_carts(
    session: EventsSession,
    State(app): State<App>,
    batch: Batch,
) -> Result<(StatusCode, Json<Intake>), Error> {
    let Opened { carts } = batch.open()?;
    check_length("/carts", &carts)?;
    let batch = Intaken {
        kind: TransferKind::Cart,
        list: "carts",
        items: &carts,
        check,
    };
    let intake = take_in(app, session, batch).await?;
    Ok((StatusCode::ACCEPTED, Json(intake)))
}

fn check(raw: &RawValue) -> Result<Checked, Vec<ItemError>> {
    let cart = read_item::<CartSent>(raw)?.validate()?;
    let payload = payload(&cart)?;
    let Some(email) = cart.customer.email.filter(|_| cart.customer.registered) else {
        return Ok(Checked::Excluded);
    };
    Ok(Checked::Item(Box::new(NewItem {
        external_id: cart.id.as_str().to_owned(),
        number: None,
        version: cart.version.microseconds(),
        customer: CustomerKey::of(&email),
        cart: None,
        payload,
    })))
}
