use axum::{Json, extract::State};
use contract::{Session, paths};

use super::{events::remember_site, problems::PanelProblems, run_to_completion::run_to_completion};
use crate::{error::Error, http::App, session::PanelSession};

/// Returns the user of the session and the token's claims about the site.
#[utoipa::path(
    get,
    path = paths::SESSION,
    tag = "panel",
    security(("panel" = [])),
    responses((status = 200, description = "The session", body = Session), PanelProblems)
)]
pub(super) async fn read_session(
    session: PanelSession,
    State(app): State<App>,
) -> Result<Json<Session>, Error> {
    // The module claims in the token also decide what may be sent.
    run_to_completion(async move {
        remember_site(&app, session.site(), session.site_claims()).await?;
        Ok(Json(session.into_contract()))
    })
    .await
}
