use axum::extract::State;
use contract::{Account, AccountId, Enabled, log::LogCode};

use super::{
    account_answer::AccountAnswer,
    account_overview::with_overview,
    audit,
    json::Json,
    own_account::OwnAccount,
    problems::{AccountProblems, PanelProblems, WriteProblems},
    run_to_completion::run_to_completion,
};
use crate::{error::Error, http::App};

/// Enables or disables an account and keeps its settings.
#[utoipa::path(
    put,
    path = "/api/v1/accounts/{id}/enabled",
    tag = "panel",
    security(("panel" = [])),
    params(("id" = AccountId, Path)),
    request_body = Enabled,
    responses(
        (status = 200, description = "The updated account", body = Account,
            headers(("ETag" = String))),
        PanelProblems, AccountProblems, WriteProblems
    )
)]
pub(super) async fn set_enabled(
    own: OwnAccount,
    State(app): State<App>,
    Json(Enabled { enabled }): Json<Enabled>,
) -> Result<AccountAnswer, Error> {
    run_to_completion(async move {
        let accounts = app.store.accounts();
        let code = match enabled {
            true => LogCode::AccountEnabled,
            false => LogCode::AccountDisabled,
        };
        let mut audit = audit::entry(&own.session, code);
        let skipped = app
            .store
            .account_queues()
            .state(&own.stored.account.id)
            .await?;
        let skipped = skipped.counters.skipped;
        if enabled && skipped > 0 {
            audit = audit.with("skipped", skipped);
        }
        let stored = accounts.set_enabled(&own.stored, enabled, audit).await?;
        app.dispatcher.restart(&stored.account.id);
        Ok(AccountAnswer::new(with_overview(&app, stored).await?))
    })
    .await
}
