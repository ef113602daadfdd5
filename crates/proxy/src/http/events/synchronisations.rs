use axum::{Json, extract::State, http::StatusCode};
use contract::{
    FieldCode, FieldError,
    event::{ExternalId, Intake, ItemCode, ItemError, SynchronisationSent},
    log::{LogCode, LogKind},
    paths,
    transfer::TransferKind,
};

use super::intake::receiver;
use crate::{
    app::App,
    error::Error,
    http::{
        json,
        problems::{PanelProblems, WriteProblems},
        to_the_end::to_the_end,
    },
    session::EventsSession,
    store::NewEntry,
};

/// Takes the end of a synchronisation: abandoned carts handed over so far may leave now. The same
/// one again changes nothing.
#[utoipa::path(
    post,
    path = paths::EVENTS_SYNCHRONISATIONS,
    tag = "events",
    security(("events" = [])),
    request_body = SynchronisationSent,
    responses(
        (status = 202, description = "Whether it was new", body = Intake),
        PanelProblems, WriteProblems
    )
)]
pub(in crate::http) async fn take_synchronisation(
    session: EventsSession,
    State(app): State<App>,
    json::Json(sent): json::Json<SynchronisationSent>,
) -> Result<(StatusCode, Json<Intake>), Error> {
    let ended = sent
        .validate()
        .map_err(|errors| Error::InvalidFields(errors.into_iter().map(field_error).collect()))?;
    let intake = to_the_end(release(app, session, ended.id)).await?;
    Ok((StatusCode::ACCEPTED, Json(intake)))
}

async fn release(app: App, session: EventsSession, id: ExternalId) -> Result<Intake, Error> {
    let mut intake = Intake::default();
    let receiver = receiver(&app, &session).await?;
    let Some(receiver) = receiver.filter(|receiver| receiver.takes(TransferKind::Cart)) else {
        intake.ignored = 1;
        return Ok(intake);
    };
    let stored = receiver.stored;
    let account = &stored.account.id;
    app.store.lanes().ensure(account).await?;
    let released = app.store.outbox().release(account, id.as_str()).await?;
    // Also when it is known: whoever let the carts leave may have ended before their lane was told.
    app.delivery.wake(account);
    match released {
        None => intake.duplicates = 1,
        Some(_) => intake.accepted = 1,
    }
    if let Some(carts @ 1..) = released {
        let entry = NewEntry::new(LogKind::Info, LogCode::CartsReleased);
        let entry = entry.with("carts", carts);
        app.store.log().write(&stored, entry).await?;
    }
    Ok(intake)
}

fn field_error(error: ItemError) -> FieldError {
    let code = match error.code {
        ItemCode::Required => FieldCode::Required,
        ItemCode::TooLong => FieldCode::TooLong,
        ItemCode::ControlCharacter => FieldCode::ControlCharacter,
        ItemCode::InvalidTime => FieldCode::InvalidTime,
        ItemCode::InTheFuture => FieldCode::InTheFuture,
        _ => FieldCode::InvalidCharacter,
    };
    FieldError::new(&error.pointer, code)
}
