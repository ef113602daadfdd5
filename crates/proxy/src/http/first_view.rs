use axum::{Json, extract::State};
use contract::{FirstView, paths};

use super::{
    accounts::list_accounts, platforms::list_platforms, problems::PanelProblems,
    session::read_session,
};
use crate::{error::Error, http::App, session::PanelSession};

/// Returns session, platforms and accounts in one response, so that the panel's first view needs
/// one round trip.
#[utoipa::path(
    get,
    path = paths::FIRST_VIEW,
    tag = "panel",
    security(("panel" = [])),
    responses(
        (status = 200, description = "The three responses", body = FirstView),
        PanelProblems
    )
)]
pub(super) async fn read_first_view(
    session: PanelSession,
    State(app): State<App>,
) -> Result<Json<FirstView>, Error> {
    let Json(platforms) = list_platforms(session.clone(), State(app.clone())).await;
    let Json(accounts) = list_accounts(session.clone(), State(app.clone())).await?;
    let Json(session) = read_session(session, State(app)).await?;
    Ok(Json(FirstView {
        session,
        platforms,
        accounts,
    }))
}
