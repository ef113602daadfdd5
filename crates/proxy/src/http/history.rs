use axum::{Json as Answer, extract::State};
use contract::{
    AccountId, FieldCode, FieldError,
    history::{History, HistoryState, HistoryUpdate},
};
use jiff::{Timestamp, civil::Date};

use super::{
    audit,
    json::Json,
    own_account::OwnAccount,
    problems::{AccountProblems, PanelProblems, WriteProblems},
    run_to_completion::run_to_completion,
};
use crate::{clock, error::Error, http::App, store::HistoryChange};

/// Requests that the order of a customer needs whom ActiveCampaign does not know.
const REQUESTS_OF_UNKNOWN: i64 = 4;

/// *Storico*: starts, pauses, resumes or cancels the sending of old orders. While it runs, the
/// answers of the `events` routes ask the site for them. What is so already stays so.
#[utoipa::path(
    put,
    path = "/api/v1/accounts/{id}/history",
    tag = "panel",
    security(("panel" = [])),
    params(("id" = AccountId, Path)),
    request_body = HistoryUpdate,
    responses(
        (status = 200, description = "As it is now; before the first start as if cancelled",
            body = History),
        PanelProblems, AccountProblems, WriteProblems
    )
)]
pub(super) async fn set_history(
    OwnAccount { session, stored }: OwnAccount,
    State(app): State<App>,
    Json(HistoryUpdate { state, since }): Json<HistoryUpdate>,
) -> Result<Answer<History>, Error> {
    let since = since.map(|day| read_since(&app, &day)).transpose()?;
    run_to_completion(async move {
        let queues = app.store.account_queues();
        queues.ensure(&stored.account.id).await?;
        let change = HistoryChange { state, since };
        queues
            .set_history(&stored, change, |code| audit::entry(&session, code))
            .await?;
        app.dispatcher.restart(&stored.account.id);
        let history = of_account(&app, &stored.account.id).await?;
        Ok(Answer(history.unwrap_or_else(never_started)))
    })
    .await
}

/// How far the old orders of an account are; nothing before the first start.
pub(super) async fn of_account(app: &App, account: &AccountId) -> Result<Option<History>, Error> {
    let queues = app.store.account_queues();
    let Some(known) = queues.history(account).await? else {
        return Ok(None);
    };
    let counts = queues.history_counts(account, &known).await?;
    let rate = i64::from(app.rate.get());
    let to_come = known.total.map_or(0, |total| total - counts.handed_over);
    let requests = counts.waiting + to_come.max(0);
    let seconds = |requests: i64| (requests + rate - 1) / rate;
    Ok(Some(History {
        state: known.state,
        since: known.since,
        started_at: known.started_at,
        total: known.total,
        all_handed_over: known.is_complete,
        handed_over: counts.handed_over,
        waiting: counts.waiting,
        sent: counts.sent,
        failed: counts.failed,
        seconds_at_least: seconds(requests),
        seconds_at_most: seconds(requests.saturating_mul(REQUESTS_OF_UNKNOWN)),
    }))
}

/// The first moment of a day of the site's time zone.
fn read_since(app: &App, day: &str) -> Result<String, Error> {
    let wrong = |code| Error::InvalidFields(vec![FieldError::new("/since", code)]);
    // jiff also reads other forms of ISO 8601.
    let day: Date = match day.len() {
        10 => day.parse().map_err(|_| wrong(FieldCode::InvalidTime))?,
        _ => return Err(wrong(FieldCode::InvalidTime)),
    };
    let start = app.time_zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0));
    let start = start
        .compatible()
        .map_err(|_| wrong(FieldCode::InvalidTime))?;
    match start > Timestamp::now() {
        true => Err(wrong(FieldCode::InTheFuture)),
        false => Ok(clock::at_milliseconds(start.as_millisecond())),
    }
}

fn never_started() -> History {
    History {
        state: HistoryState::Cancelled,
        since: String::new(),
        started_at: String::new(),
        total: None,
        all_handed_over: false,
        handed_over: 0,
        waiting: 0,
        sent: 0,
        failed: 0,
        seconds_at_least: 0,
        seconds_at_most: 0,
    }
}
