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

/// Erases all data of a person in all accounts of the site: waiting, held, failed and rejected
/// items, and stored identities. After the response the proxy stores nothing that names the person;
/// of sent items only identifiers and times remain. Deletes nothing in ActiveCampaign. A delivery
/// in progress is finished or not.
#[utoipa::path(
    post,
    path = paths::EVENTS_ERASURES,
    tag = "events",
    security(("events" = [])),
    request_body = ErasureSent,
    responses(
        (status = 202, description = "Number of erased records", body = Erased),
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
    // The account queues may contain entries whose rows were deleted.
    for stored in app.store.accounts().of_site(&site).await? {
        app.dispatcher.restart(&stored.account.id);
    }
    tracing::info!(site = site.as_str(), erased, "data of a person erased");
    Ok(erased)
}
