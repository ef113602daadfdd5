//! What the page shows beside the shop: the account of the demo site, what ActiveCampaign holds of
//! it now, and the switch for what ActiveCampaign does wrong.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use contract::{Account, AccountName};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    BackOffice,
    hand_over::require_json,
    holdings::{Holdings, Records},
    sandbox::{Behaviour, NEW_KEY, Sandbox},
};
use crate::{error::Error, http};

/// What is known now.
#[derive(Serialize)]
pub(super) struct Now {
    /// Whether ActiveCampaign is the sandbox. Of ActiveCampaign itself nothing is read here.
    is_sandbox: bool,
    /// The account of the demo site.
    account: Option<Account>,
    behaviour: Behaviour,
    /// The key that opens the account after it was reset.
    new_key: &'static str,
    /// `null` while the sandbox does not answer.
    holdings: Option<Holdings>,
    /// The latest calls, the newest first.
    calls: Vec<Value>,
}

#[derive(Deserialize)]
struct Calls {
    latest: Vec<Value>,
}

/// A change of what ActiveCampaign does.
#[derive(Deserialize)]
pub(super) struct Change {
    behaviour: Behaviour,
}

pub(super) async fn show(State(office): State<BackOffice>) -> Result<Json<Now>, Error> {
    let account = http::demo_account(&office.app).await?;
    let mut now = Now {
        is_sandbox: office.sandbox.is_some(),
        behaviour: Behaviour::Normal,
        new_key: NEW_KEY,
        holdings: None,
        calls: Vec::new(),
        account,
    };
    if let (Some(sandbox), Some(account)) = (&office.sandbox, &now.account) {
        let name = &account.account_name;
        now.behaviour = office.behaviour_of(name);
        if let Ok((holdings, calls)) = read(sandbox, name).await {
            now.holdings = Some(holdings);
            now.calls = calls;
        }
    }
    Ok(Json(now))
}

async fn read(sandbox: &Sandbox, name: &AccountName) -> anyhow::Result<(Holdings, Vec<Value>)> {
    let records: Records = sandbox.read(name, "").await?;
    let calls: Calls = sandbox.read(name, "calls").await?;
    Ok((records.show(), calls.latest))
}

pub(super) async fn change(
    State(office): State<BackOffice>,
    headers: HeaderMap,
    Json(Change { behaviour }): Json<Change>,
) -> Result<StatusCode, Error> {
    require_json(&headers)?;
    let account = http::demo_account(&office.app).await?;
    let (Some(sandbox), Some(account)) = (&office.sandbox, account) else {
        return Err(Error::NotFound);
    };
    let set = sandbox.set(&account.account_name, behaviour).await;
    set.map_err(Error::Internal)?;
    office.set_behaviour(account.account_name, behaviour);
    Ok(StatusCode::NO_CONTENT)
}
