//! The last response to the calls of an attempt: an attempt that succeeds is listed with it.

use std::cell::Cell;

use super::answer::Answer;

tokio::task_local! {
    static LAST: Cell<Option<LastResponse>>;
}

/// How ActiveCampaign's support finds a response.
#[derive(Debug)]
pub struct LastResponse {
    /// The HTTP status.
    pub status: u16,
    /// `X-Request-Id`.
    pub request_id: Option<String>,
}

/// Runs the calls of an attempt. Returns their result and the last response, if there was one.
pub async fn watch_responses<T>(calls: impl Future<Output = T>) -> (T, Option<LastResponse>) {
    let watched = async {
        let done = calls.await;
        (done, LAST.with(Cell::take))
    };
    LAST.scope(Cell::new(None), watched).await
}

/// Records a response. No effect outside of an attempt.
pub(super) fn note(answer: &Answer) {
    let _ = LAST.try_with(|last| {
        last.set(Some(LastResponse {
            status: answer.status.as_u16(),
            request_id: answer.request_id.clone(),
        }));
    });
}
