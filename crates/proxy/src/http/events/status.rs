use axum::{Json, extract::State};
use contract::{attention::Status, paths};

use super::intake::remember_site;
use crate::{
    attention, error::Error, http::App, http::problems::PanelProblems, session::EventsSession,
};

/// What the merchant should be told: sending that stands still, orders and carts that were set
/// aside or rejected. Ready to be shown in the back office or sent by mail; empty when all is well.
#[utoipa::path(
    get,
    path = paths::EVENTS_STATUS,
    tag = "events",
    security(("events" = [])),
    responses((status = 200, description = "As it is now", body = Status), PanelProblems)
)]
pub(in crate::http) async fn read_status(
    session: EventsSession,
    State(app): State<App>,
) -> Result<Json<Status>, Error> {
    let site = session.site();
    let (known, _) = remember_site(&app, site, session.site_claims()).await?;
    let standstill = app.limits.standstill;
    let attention = attention::of_site(&app.store, site, known.module_active, standstill).await?;
    Ok(Json(Status { attention }))
}
