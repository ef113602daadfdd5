use axum::{Json, extract::State};
use contract::{attention::Status, paths};

use super::{intake::remember_site, receiver::Receiver, wanted::wanted};
use crate::{
    attention, error::Error, http::App, http::problems::PanelProblems, session::EventsSession,
};

/// Conditions that need the merchant's attention: stopped sending, failed and rejected orders and
/// carts. The messages can be displayed in the back office or sent by e-mail; the list is empty
/// when there is nothing to report.
#[utoipa::path(
    get,
    path = paths::EVENTS_STATUS,
    tag = "events",
    security(("events" = [])),
    responses((status = 200, description = "The current conditions", body = Status), PanelProblems)
)]
pub(in crate::http) async fn read_status(
    session: EventsSession,
    State(app): State<App>,
) -> Result<Json<Status>, Error> {
    let site = session.site();
    let (known, accounts) = remember_site(&app, site, session.site_claims()).await?;
    let standstill = app.limits.standstill;
    let attention = attention::of_site(&app.store, site, known.module_active, standstill).await?;
    let wanted = match Receiver::among(&known, accounts) {
        Some(receiver) => wanted(&app, &receiver).await?,
        None => None,
    };
    Ok(Json(Status { attention, wanted }))
}
