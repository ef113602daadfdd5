use axum::{Json, extract::State, http::StatusCode};
use contract::{
    FieldCode, FieldError,
    history::{HistoryReport, HistoryReported},
    paths,
};
use serde_json::error::Category;

use super::{
    batch::malformed, body::Body, intake::receiver, problems::BatchProblems, wanted::wanted,
};
use crate::{
    error::Error,
    http::App,
    http::{problems::PanelProblems, run_to_completion::run_to_completion},
    session::EventsSession,
};

/// Takes what the site says of its old orders, while they are wanted: how many there are, and that
/// all of them were handed over. They are not asked for any more then.
#[utoipa::path(
    post,
    path = paths::EVENTS_HISTORY,
    tag = "events",
    security(("events" = [])),
    request_body = HistoryReport,
    responses(
        (status = 202, description = "What is still wanted", body = HistoryReported),
        PanelProblems, BatchProblems
    )
)]
pub(in crate::http) async fn take_history_report(
    session: EventsSession,
    State(app): State<App>,
    body: Body,
) -> Result<(StatusCode, Json<HistoryReported>), Error> {
    let (text, room) = body.into_text();
    let report: HistoryReport =
        serde_json::from_str(text.as_str()).map_err(|error| match error.classify() {
            Category::Data => Error::InvalidFields(vec![FieldError::new("", FieldCode::WrongType)]),
            _ => malformed(&error),
        })?;
    drop(room);
    let wanted = run_to_completion(async move {
        let Some(receiver) = receiver(&app, &session).await? else {
            return Ok(None);
        };
        let queues = app.store.account_queues();
        let account = &receiver.stored.account.id;
        queues
            .report_history(account, report.total, report.complete)
            .await?;
        wanted(&app, &receiver).await
    })
    .await?;
    Ok((StatusCode::ACCEPTED, Json(HistoryReported { wanted })))
}
