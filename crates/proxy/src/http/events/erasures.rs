use axum::{Json, extract::State, http::StatusCode};
use contract::{
    SiteId,
    event::{Email, Erased, ErasureSent},
    paths,
};

use crate::{
    error::Error,
    http::App,
    http::{
        json,
        problems::{PanelProblems, WriteProblems},
        run_to_completion::run_to_completion,
    },
    maintenance,
    session::EventsSession,
};

/// Deletes what is kept of a person: what waits, is held, was set aside or rejected, and what is
/// remembered of it, in all accounts of the site. When this answers, nothing kept here names the
/// person any more; of what was sent, identifiers and times alone remain. Nothing is deleted in
/// ActiveCampaign. What was on its way there is finished or not.
#[utoipa::path(
    post,
    path = paths::EVENTS_ERASURES,
    tag = "events",
    security(("events" = [])),
    request_body = ErasureSent,
    responses(
        (status = 202, description = "How many records held something of the person", body = Erased),
        PanelProblems, WriteProblems
    )
)]
pub(in crate::http) async fn erase_person(
    session: EventsSession,
    State(app): State<App>,
    json::Json(sent): json::Json<ErasureSent>,
) -> Result<(StatusCode, Json<Erased>), Error> {
    let email = sent.validate().map_err(Error::InvalidFields)?;
    let site = session.site().clone();
    let erased = run_to_completion(erase(app, site, email)).await?;
    Ok((StatusCode::ACCEPTED, Json(Erased { erased })))
}

async fn erase(app: App, site: SiteId, email: Email) -> Result<u64, Error> {
    let erased = maintenance::erase(&app.store, &site, &email).await?;
    // Their queues may hold entries of rows that are gone.
    for stored in app.store.accounts().of_site(&site).await? {
        app.dispatcher.wake(&stored.account.id);
    }
    tracing::info!(site = site.as_str(), erased, "person erased");
    Ok(erased)
}
