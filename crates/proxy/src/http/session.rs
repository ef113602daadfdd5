use axum::{Json, extract::State};
use contract::{Session, paths};

use super::{events::remember_site, problems::PanelProblems, run_to_completion::run_to_completion};
use crate::{error::Error, http::App, session::PanelSession};

/// Who is here, and what the host said about the site.
#[utoipa::path(
    get,
    path = paths::SESSION,
    tag = "panel",
    security(("panel" = [])),
    responses((status = 200, description = "Who is here", body = Session), PanelProblems)
)]
pub(super) async fn read_session(
    session: PanelSession,
    State(app): State<App>,
) -> Result<Json<Session>, Error> {
    // What the token says of the module also decides what may leave.
    run_to_completion(async move {
        remember_site(&app, session.site(), session.site_claims()).await?;
        Ok(Json(session.into_contract()))
    })
    .await
}
