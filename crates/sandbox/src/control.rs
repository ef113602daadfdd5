//! `/_sandbox/accounts/{account}`: inspects an account and configures its behaviour. ActiveCampaign
//! has no such routes.

use std::num::NonZeroU32;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::StatusCode,
    routing::{get, put},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    broken::Broken,
    envelope::Refusal,
    faults::{Faults, Plan},
    limits::RateLimit,
    quirks::Quirks,
    state::{Keys, Sandbox},
};

const ACCOUNT: &str = "/_sandbox/accounts/{account}";

type Done = Result<StatusCode, Refusal>;

pub fn routes(sandbox: Sandbox) -> Router {
    Router::new()
        .route(ACCOUNT, get(show).delete(reset))
        .route(&format!("{ACCOUNT}/calls"), get(calls))
        .route(
            &format!("{ACCOUNT}/faults"),
            put(set_faults).delete(clear_faults),
        )
        .route(&format!("{ACCOUNT}/rate-limit"), put(set_rate_limit))
        .route(&format!("{ACCOUNT}/keys"), put(set_keys))
        .route(&format!("{ACCOUNT}/refuse"), put(set_refused))
        .route(&format!("{ACCOUNT}/quirks"), put(set_quirks))
        .route(
            &format!("{ACCOUNT}/broken"),
            put(set_broken).delete(clear_broken),
        )
        .with_state(sandbox)
}

/// Returns all records of the account.
async fn show(State(sandbox): State<Sandbox>, Path(name): Path<String>) -> Json<Value> {
    let mut shown = sandbox.account(&name).lock().data.show();
    shown["account"] = json!(name);
    Json(shown)
}

/// Resets the account to its initial state.
async fn reset(State(sandbox): State<Sandbox>, Path(name): Path<String>) -> StatusCode {
    sandbox.reset(&name);
    StatusCode::NO_CONTENT
}

async fn calls(State(sandbox): State<Sandbox>, Path(name): Path<String>) -> Json<Value> {
    let account = sandbox.account(&name);
    let account = account.lock();
    let mut shown = account.calls.show();
    shown["faults"] = json!(account.faults.dealt);
    Json(shown)
}

async fn set_faults(State(sandbox): State<Sandbox>, Path(name): Path<String>, body: Bytes) -> Done {
    let plan: Plan = read(&body)?;
    sandbox.account(&name).lock().faults = Faults::new(plan);
    Ok(StatusCode::NO_CONTENT)
}

async fn clear_faults(State(sandbox): State<Sandbox>, Path(name): Path<String>) -> StatusCode {
    sandbox.account(&name).lock().faults = Faults::default();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewRateLimit {
    /// `null` or 0 removes the limit.
    per_second: Option<u32>,
}

async fn set_rate_limit(
    State(sandbox): State<Sandbox>,
    Path(name): Path<String>,
    body: Bytes,
) -> Done {
    let NewRateLimit { per_second } = read(&body)?;
    sandbox.account(&name).lock().limit = RateLimit::new(per_second.and_then(NonZeroU32::new));
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewKeys {
    /// `null` accepts every key that is not reserved.
    accepted: Option<Vec<String>>,
}

async fn set_keys(State(sandbox): State<Sandbox>, Path(name): Path<String>, body: Bytes) -> Done {
    let NewKeys { accepted } = read(&body)?;
    sandbox.account(&name).lock().keys = match accepted {
        Some(keys) => Keys::Only(keys.into_iter().collect()),
        None => Keys::Any,
    };
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewRefusal {
    /// `null` accepts every domain.
    email_domain: Option<String>,
    /// 403 or 404; default: 422 `email_invalid`.
    #[serde(default)]
    status: Option<u16>,
}

async fn set_refused(
    State(sandbox): State<Sandbox>,
    Path(name): Path<String>,
    body: Bytes,
) -> Done {
    let NewRefusal {
        email_domain,
        status,
    } = read(&body)?;
    let account = sandbox.account(&name);
    let mut account = account.lock();
    account.refused_domain = email_domain;
    account.refused_status = status;
    Ok(StatusCode::NO_CONTENT)
}

async fn set_quirks(State(sandbox): State<Sandbox>, Path(name): Path<String>, body: Bytes) -> Done {
    let quirks: Quirks = read(&body)?;
    sandbox.account(&name).lock().quirks = quirks;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes every write of one order or cart fail; all other writes succeed.
async fn set_broken(State(sandbox): State<Sandbox>, Path(name): Path<String>, body: Bytes) -> Done {
    let broken: Broken = read(&body)?;
    sandbox.account(&name).lock().broken = Some(broken);
    Ok(StatusCode::NO_CONTENT)
}

async fn clear_broken(State(sandbox): State<Sandbox>, Path(name): Path<String>) -> StatusCode {
    sandbox.account(&name).lock().broken = None;
    StatusCode::NO_CONTENT
}

/// Parses a body of any content type, so that `curl -d` works.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| Refusal::Malformed(error.to_string()))
}
