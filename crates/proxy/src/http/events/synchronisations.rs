use axum::{Json, extract::State, http::StatusCode};
use contract::{
    FieldCode, FieldError,
    event::{
        AdjustedItem, Adjustment, ExternalId, Intake, ItemCode, ItemError, Reader, Synchronisation,
        SynchronisationSent, Taken,
    },
    log::{LogCode, LogKind},
    paths,
    transfer::TransferKind,
};

use serde::de::IgnoredAny;

use super::{
    batch::malformed,
    body::Body,
    intake::{reader, receiver},
    problems::BatchProblems,
    wanted::wanted,
};
use crate::{
    error::Error,
    http::App,
    http::{problems::PanelProblems, run_to_completion::run_to_completion},
    session::EventsSession,
    store::NewEntry,
};

/// Submits the end of a synchronisation, which releases the abandoned carts submitted before it. A
/// repeated submission changes nothing.
#[utoipa::path(
    post,
    path = paths::EVENTS_SYNCHRONISATIONS,
    tag = "events",
    security(("events" = [])),
    request_body = SynchronisationSent,
    responses(
        (status = 202, description = "Accepted, or a duplicate", body = Intake),
        PanelProblems, BatchProblems
    )
)]
pub(in crate::http) async fn take_synchronisation(
    session: EventsSession,
    State(app): State<App>,
    body: Body,
) -> Result<(StatusCode, Json<Intake>), Error> {
    let reader = reader(&app, &session);
    let ended = match body.is_large() {
        true => app.admission.compute(move || read(&reader, body)).await??,
        false => read(&reader, body)?,
    };
    let mut intake = run_to_completion(release(app, session, ended.item.id)).await?;
    let adjusted = ended.adjustments.into_iter();
    intake.adjusted = adjusted
        .map(|Adjustment { pointer, code }| AdjustedItem {
            index: 0,
            pointer,
            code,
        })
        .collect();
    Ok((StatusCode::ACCEPTED, Json(intake)))
}

fn read(reader: &Reader, body: Body) -> Result<Taken<Synchronisation>, Error> {
    let (text, _room) = body.into_text();
    // Check the JSON syntax first, so that a later error has a pointer.
    serde_json::from_str::<IgnoredAny>(text.as_str()).map_err(|error| malformed(&error))?;
    reader.synchronisation(text.as_str()).map_err(|rejection| {
        let errors = rejection.errors.into_iter();
        Error::InvalidFields(errors.map(field_error).collect())
    })
}

async fn release(app: App, session: EventsSession, id: ExternalId) -> Result<Intake, Error> {
    let mut intake = Intake::default();
    let Some(receiver) = receiver(&app, &session).await? else {
        intake.ignored = 1;
        return Ok(intake);
    };
    intake.wanted = wanted(&app, &receiver).await?;
    if !receiver.takes(TransferKind::Cart) {
        intake.ignored = 1;
        return Ok(intake);
    }
    let stored = receiver.stored;
    let account = &stored.account.id;
    app.store.account_queues().ensure(account).await?;
    let released = app.store.outbox().release(account, id.as_str()).await?;
    // Wake for a duplicate too: the request that released the carts may have been aborted before it
    // woke the queue.
    app.dispatcher.wake(account);
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
        ItemCode::DuplicateField => FieldCode::DuplicateField,
        ItemCode::WrongType => FieldCode::WrongType,
        _ => FieldCode::InvalidCharacter,
    };
    FieldError::new(&error.pointer, code)
}
