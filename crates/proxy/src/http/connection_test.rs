use std::time::Instant;

use anyhow::anyhow;
use axum::{Json, extract::State};
use contract::{AccountId, ConnectionTest, TestOutcome};

use super::{
    audit,
    own_account::OwnAccount,
    problems::{AccountProblems, PanelProblems},
    run_to_completion::run_to_completion,
    single_flight::NoTest,
};
use crate::{clock, error::Error, http::App, session::PanelSession, store::StoredAccount};

/// Tries the saved settings against the platform. Whatever the platform answered, the result is
/// `200`, and is remembered with the account.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/{id}/connection-test",
    tag = "panel",
    security(("panel" = [])),
    params(("id" = AccountId, Path)),
    responses((status = 200, description = "How it ended", body = ConnectionTest), PanelProblems, AccountProblems)
)]
pub(super) async fn test_connection(
    own: OwnAccount,
    State(app): State<App>,
) -> Result<Json<ConnectionTest>, Error> {
    let OwnAccount { session, stored } = own;
    // Whoever presses while a test of the same settings runs waits for its result.
    let credentials = (stored.account.id.clone(), stored.credentials_version);
    let test = match app.tests.running(&credentials) {
        Some(running) => running.await,
        None => {
            app.throttle.test_of(&stored.account.id)?;
            let test = test(app.clone(), stored.clone());
            app.tests.run(credentials, Box::pin(test)).await
        }
    };
    let test = test.map_err(|why| match why {
        NoTest::Key => Error::Internal(anyhow!("the stored key of an account did not open")),
        NoTest::Stopping => Error::Unavailable(anyhow!("the proxy stops: nothing was tested")),
    })?;
    run_to_completion(remember(app, session, stored, test))
        .await
        .map(Json)
}

async fn remember(
    app: App,
    session: PanelSession,
    stored: StoredAccount,
    mut test: ConnectionTest,
) -> Result<ConnectionTest, Error> {
    let audit = audit::tested(&session, &test);
    let accounts = app.store.accounts();
    test.stale = accounts.record_test(&stored, &test, Some(audit)).await?;
    if test.outcome == TestOutcome::Ok && !test.stale {
        app.dispatcher.resume(&stored.account).await?;
    }
    Ok(test)
}

async fn test(app: App, stored: StoredAccount) -> Result<ConnectionTest, NoTest> {
    let account = &stored.account;
    let key = app
        .keyring
        .open(&stored.sealed_key, &stored.site, &account.id)
        .inspect_err(|error| tracing::error!(account = account.id.as_str(), %error, "stored key"))
        .map_err(|_| NoTest::Key)?;
    let started = Instant::now();
    let client = app.activecampaign.account(&account.account_name, &key);
    let tested = client.test(&stored.site).await;
    let result = tested.map_err(|_| NoTest::Stopping)?;
    tracing::info!(
        account = account.id.as_str(),
        outcome = result.outcome.code(),
        "connection tested"
    );
    Ok(ConnectionTest {
        outcome: result.outcome,
        at: clock::now(),
        duration_ms: started.elapsed().as_millis().try_into().unwrap_or(u32::MAX),
        user: result.user,
        retry_after_seconds: result.retry_after_seconds,
        stale: false,
    })
}
