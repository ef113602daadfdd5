use axum::extract::{Path, State};
use contract::{Account, AccountId, log::LogCode};

use super::{
    account_answer::AccountAnswer,
    account_overview::with_overview,
    audit,
    problems::{AccountProblems, PanelProblems},
    run_to_completion::run_to_completion,
};
use crate::{error::Error, http::App, session::PanelSession};

/// Restores a deleted account with its key, its settings and its waiting data, which is then sent.
/// `404` a day after the deletion. No effect on an account that is not deleted.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/{id}/restore",
    tag = "panel",
    security(("panel" = [])),
    params(("id" = AccountId, Path)),
    responses(
        (status = 200, description = "The restored account", body = Account,
            headers(("ETag" = String))),
        (status = 409, description = "`platform_already_configured`: `account_id` took its place",
            body = contract::Problem, content_type = "application/problem+json"),
        PanelProblems, AccountProblems
    )
)]
pub(super) async fn restore_account(
    session: PanelSession,
    Path(id): Path<String>,
    State(app): State<App>,
) -> Result<AccountAnswer, Error> {
    let id = AccountId::parse(&id).ok_or(Error::NotFound)?;
    run_to_completion(async move {
        let audit = audit::entry(&session, LogCode::AccountRestored);
        let accounts = app.store.accounts();
        let restored = accounts.restore(session.site(), &id, audit).await?;
        app.dispatcher.wake(&id);
        Ok(AccountAnswer::new(with_overview(&app, restored).await?))
    })
    .await
}
