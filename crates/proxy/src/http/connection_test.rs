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

/// Tests the saved settings against the platform. The response is `200` whatever the platform
/// returned, and the result is stored with the account.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/{id}/connection-test",
    tag = "panel",
    security(("panel" = [])),
    params(("id" = AccountId, Path)),
    responses(
        (status = 200, description = "The result of the test", body = ConnectionTest),
        PanelProblems, AccountProblems
    )
)]
pub(super) async fn test_connection(
    own: OwnAccount,
    State(app): State<App>,
) -> Result<Json<ConnectionTest>, Error> {
    let OwnAccount { session, stored } = own;
    // A request during a running test of the same settings shares its result.
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
        NoTest::Key => Error::Internal(anyhow!(
            "the stored API key of an account cannot be decrypted"
        )),
        NoTest::Stopping => Error::Unavailable(anyhow!(
            "the proxy is stopping, the connection test was aborted"
        )),
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
        .inspect_err(|error| {
            let account = account.id.as_str();
            tracing::error!(account, %error, "stored API key cannot be decrypted");
        })
        .map_err(|_| NoTest::Key)?;
    let started = Instant::now();
    let client = app.activecampaign.account(account, &key);
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
