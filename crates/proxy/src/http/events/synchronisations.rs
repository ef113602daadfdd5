use axum::{Json, extract::State, http::StatusCode};
use contract::{
    FieldCode, FieldError,
    event::{Intake, ItemCode, ItemError, SynchronisationSent},
    log::{LogCode, LogKind},
    paths,
};

use super::{intake::receiver, problems::BatchProblems};
use crate::{
    app::App, error::Error, http::json, http::problems::PanelProblems, session::EventsSession,
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
        PanelProblems, BatchProblems
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
    let mut intake = Intake::default();
    let stored = receiver(&app, &session).await?;
    let Some(stored) = stored.filter(|stored| stored.account.ecommerce.abandoned_carts) else {
        intake.ignored = 1;
        return Ok((StatusCode::ACCEPTED, Json(intake)));
    };
    let account = &stored.account.id;
    app.store.lanes().ensure(account).await?;
    match app
        .store
        .outbox()
        .release(account, ended.id.as_str())
        .await?
    {
        None => intake.duplicates = 1,
        Some(carts) => {
            intake.accepted = 1;
            if carts > 0 {
                let entry = NewEntry::new(LogKind::Info, LogCode::CartsReleased);
                app.store
                    .log()
                    .write(&stored, entry.with("carts", carts))
                    .await?;
                app.delivery.wake(account);
            }
        }
    }
    Ok((StatusCode::ACCEPTED, Json(intake)))
}

fn field_error(error: ItemError) -> FieldError {
    let code = match error.code {
        ItemCode::Required => FieldCode::Required,
        ItemCode::TooLong => FieldCode::TooLong,
        ItemCode::ControlCharacter => FieldCode::ControlCharacter,
        _ => FieldCode::InvalidCharacter,
    };
    FieldError::new(&error.pointer, code)
}
