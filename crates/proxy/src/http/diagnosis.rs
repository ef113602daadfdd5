use axum::{Json, extract::State};
use contract::{
    AccountId, Platform,
    diagnosis::{DiagnosedTest, Diagnosis},
};

use super::{
    history,
    own_account::OwnAccount,
    problems::{AccountProblems, PanelProblems},
    transfers::pause,
};
use crate::{clock, error::Error, http::App};

/// How many warnings and errors are told.
const ERRORS: i64 = 20;

/// *Diagnosi*: what support needs to know, ready to be copied. It goes to ActiveCampaign's host step by
/// step, as often as a test of the connection may. No key and nothing of a customer is in it.
#[utoipa::path(
    get,
    path = "/api/v1/accounts/{id}/diagnosis",
    tag = "panel",
    security(("panel" = [])),
    params(("id" = AccountId, Path)),
    responses((status = 200, description = "As it is now", body = Diagnosis), PanelProblems, AccountProblems)
)]
pub(super) async fn read_diagnosis(
    OwnAccount { session, stored }: OwnAccount,
    State(app): State<App>,
) -> Result<Json<Diagnosis>, Error> {
    let account = &stored.account;
    app.throttle.test_of(&account.id)?;
    let key = app
        .keyring
        .open(&stored.sealed_key, &stored.site, &account.id)
        .map_err(|error| Error::Internal(error.into()))?;
    let client = app.activecampaign.account(account, &key);
    let reached = client.reach().await;
    let state = app.store.account_queues().state(&account.id).await?;
    let (pause_reason, paused_until) = pause(&session, &stored, &state);
    let database = match app.store.is_shared() {
        true => "postgresql",
        false => "sqlite",
    };
    let log = app.store.log();
    let last_errors = log.last_errors(&stored.site, &account.id, ERRORS).await?;
    Ok(Json(Diagnosis {
        at: clock::now(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        database: database.to_owned(),
        site: stored.site.as_str().to_owned(),
        account_id: account.id.as_str().to_owned(),
        account_name: account.account_name.clone(),
        host: reached.host,
        module_active: session.has_module(Platform::ActiveCampaign),
        enabled: account.enabled,
        ecommerce: account.ecommerce,
        created_at: account.created_at.clone(),
        updated_at: account.updated_at.clone(),
        rate_per_second: app.rate.get(),
        last_test: account.last_test.as_ref().map(|test| DiagnosedTest {
            outcome: test.outcome,
            at: test.at.clone(),
            stale: test.stale,
        }),
        counters: state.counters,
        oldest_waiting_at: app.store.outbox().oldest_waiting_at(&account.id).await?,
        paused_since: (state.paused_since)
            .filter(|_| pause_reason.is_some())
            .map(clock::at_milliseconds),
        pause_reason,
        paused_until,
        history: history::of_account(&app, &account.id).await?,
        last_errors,
        reach: reached.steps,
        outcome: reached.outcome,
        clock_difference_seconds: reached.clock_difference_seconds,
        request_id: reached.request_id,
    }))
}
