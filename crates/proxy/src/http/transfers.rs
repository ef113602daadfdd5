mod lookup;

use axum::{Json as Answer, extract::State};
use contract::{
    AccountId, FieldCode, FieldError, Platform,
    history::HistoryState,
    log::LogCode,
    transfer::{PauseReason, Retried, Retry, TransferItem, TransferState, Transfers},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    audit, history,
    json::Json,
    own_account::OwnAccount,
    problems::{AccountProblems, PanelProblems, WriteProblems},
    query::Query,
    run_to_completion::run_to_completion,
};
use crate::{
    attention, clock,
    error::Error,
    http::App,
    session::PanelSession,
    store::{Found, PageOf, QueueState, StoredAccount},
};

/// Maximum number of items in a page.
const MAX_LIMIT: u32 = 200;

/// Which items to list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Page {
    /// State; default: `failed`.
    #[param(inline)]
    state: Option<TransferState>,
    /// Number of items, 1 to 200; default: 50.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the previous page.
    cursor: Option<String>,
    /// Lists every order and cart with this number or identifier, in any state; excludes the other
    /// parameters.
    number: Option<String>,
}

/// Returns the counters, one page of items, and why sending is paused and until when. With a
/// number: the state of that order or cart.
#[utoipa::path(
    get,
    path = "/api/v1/accounts/{id}/transfers",
    tag = "panel",
    security(("panel" = [])),
    params(("id" = AccountId, Path), Page),
    responses(
        (status = 200, description = "Counters, pause and one page of items", body = Transfers),
        (status = 400, description = "`malformed_request`", body = contract::Problem,
            content_type = "application/problem+json"),
        PanelProblems, AccountProblems
    )
)]
pub(super) async fn read_transfers(
    OwnAccount { session, stored }: OwnAccount,
    State(app): State<App>,
    Query(asked): Query<Page>,
) -> Result<Answer<Transfers>, Error> {
    let account = &stored.account.id;
    let state = app.store.account_queues().state(account).await?;
    let (pause_reason, paused_until) = pause(&session, &stored, &state);
    let (items, next_cursor) = match asked.number {
        None => page(&app, &stored, &asked).await?,
        Some(_) if asked.state.is_some() || asked.limit.is_some() || asked.cursor.is_some() => {
            return Err(Error::MalformedRequest("a number is asked for alone"));
        }
        Some(number) => {
            let paused = pause_reason.map(|reason| (reason, paused_until.clone()));
            let is_paused = state.history == Some(HistoryState::Paused);
            let found = lookup::find(&app, &stored, paused, is_paused, &number).await?;
            (found, None)
        }
    };
    let has_module = session.has_module(Platform::ActiveCampaign);
    let standstill = app.limits.standstill;
    let attention = attention::of_site(&app.store, session.site(), has_module, standstill).await?;
    let stopped = attention::stopped(&stored.account, &state, standstill);
    let outbox = app.store.outbox();
    Ok(Answer(Transfers {
        counters: state.counters,
        oldest_waiting_at: outbox.oldest_waiting_at(account).await?,
        pause_reason,
        paused_until,
        stopped: stopped.map(|(reason, _)| reason),
        last_order_sent_at: outbox.last_order_sent_at(account).await?,
        rate_per_second: app.rate.get(),
        attention: attention::count(&attention),
        history: history::of_account(&app, account).await?,
        next_cursor,
        items,
    }))
}

/// A page of the items in one state, and the cursor of the next page.
async fn page(
    app: &App,
    stored: &StoredAccount,
    asked: &Page,
) -> Result<(Vec<TransferItem>, Option<String>), Error> {
    let account = &stored.account.id;
    let limit = asked.limit.unwrap_or(50);
    let after = asked.cursor.as_deref().unwrap_or("0").parse::<i64>();
    let (1..=MAX_LIMIT, Ok(after)) = (limit, after) else {
        return Err(Error::MalformedRequest("limit or cursor cannot be read"));
    };
    let items = match asked.state.unwrap_or(TransferState::Failed) {
        TransferState::Withdrawn => {
            return Err(Error::MalformedRequest(
                "there is no list of what was withdrawn",
            ));
        }
        TransferState::Rejected => {
            let rejections = app.store.rejections();
            rejections.page(account, after, limit.into()).await?
        }
        state => {
            let page = PageOf {
                state,
                after,
                limit: limit.into(),
            };
            let found = app.store.outbox().page(account, page).await?;
            let item = |found: Found| TransferItem {
                contact_url: lookup::contact_url(app, stored, found.contact_id.as_deref()),
                ..found.item
            };
            found.into_iter().map(item).collect()
        }
    };
    let is_full = items.len() == limit as usize;
    let next = items.last().filter(|_| is_full).map(|item| item.id.clone());
    Ok((items, next))
}

/// Retries failed items: all, or the given ones.
#[utoipa::path(
    post,
    path = "/api/v1/accounts/{id}/transfers/retry",
    tag = "panel",
    security(("panel" = [])),
    params(("id" = AccountId, Path)),
    request_body = Retry,
    responses(
        (status = 200, description = "Number of items that wait again", body = Retried),
        PanelProblems, AccountProblems, WriteProblems
    )
)]
pub(super) async fn retry_transfers(
    OwnAccount { session, stored }: OwnAccount,
    State(app): State<App>,
    Json(Retry { ids }): Json<Retry>,
) -> Result<Answer<Retried>, Error> {
    let ids = ids.as_deref().map(read_ids).transpose()?;
    run_to_completion(retry(app, session, stored, ids)).await
}

fn read_ids(ids: &[String]) -> Result<Vec<i64>, Error> {
    let (mut read, mut errors) = (Vec::with_capacity(ids.len()), Vec::new());
    for (index, id) in ids.iter().enumerate() {
        match id.parse() {
            Ok(id) => read.push(id),
            Err(_) => errors.push(FieldError::new(
                &format!("/ids/{index}"),
                FieldCode::InvalidCharacter,
            )),
        }
    }
    match errors.is_empty() {
        true => Ok(read),
        false => Err(Error::InvalidFields(errors)),
    }
}

async fn retry(
    app: App,
    session: PanelSession,
    stored: StoredAccount,
    ids: Option<Vec<i64>>,
) -> Result<Answer<Retried>, Error> {
    let account = &stored.account.id;
    let retried = app.store.outbox().retry(account, ids.as_deref()).await?;
    app.dispatcher.wake(account);
    if retried > 0 {
        let entry = audit::entry(&session, LogCode::Retried).with("items", retried);
        app.store.log().write(&stored, entry).await?;
    }
    Ok(Answer(Retried { retried }))
}

/// Why the account sends nothing. What the merchant or the host disabled comes first; an expired
/// pause is ignored.
pub(super) fn pause(
    session: &PanelSession,
    stored: &StoredAccount,
    state: &QueueState,
) -> (Option<PauseReason>, Option<String>) {
    if !session.has_module(Platform::ActiveCampaign) {
        return (Some(PauseReason::ModuleInactive), None);
    }
    if !stored.account.enabled {
        return (Some(PauseReason::AccountDisabled), None);
    }
    let now = clock::now_milliseconds();
    match state
        .pause
        .filter(|pause| pause.until.is_none_or(|until| until > now))
    {
        None => (None, None),
        Some(pause) => (Some(pause.reason), pause.until.map(clock::at_milliseconds)),
    }
}
