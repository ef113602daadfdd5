use std::time::{Duration, Instant};

use axum::{
    Router,
    extract::{MatchedPath, Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use jiff::Timestamp;
use tokio::time::timeout;

use crate::{error::Error, http::App, metrics::TEXT_FORMAT, store::Store};

/// Timeout of the database queries.
const LONGEST_LOOK: Duration = Duration::from_secs(3);

/// Returns counters and durations in Prometheus text format. Contains no personal data: only
/// routes, methods, statuses, kinds and reasons.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operators",
    responses((status = 200, description = "All metrics", body = String,
        content_type = "text/plain; version=0.0.4"))
)]
pub(super) async fn read_metrics(State(app): State<App>) -> Result<impl IntoResponse, Error> {
    let delivery = app.metrics.delivery();
    let look = async {
        delivery.observe(&app.store.account_queues().totals().await?);
        delivery.oldest_waiting(oldest_waiting(&app.store).await?);
        Ok::<_, Error>(())
    };
    // The other metrics matter most when the database fails, and must arrive before the scraper
    // times out.
    if !matches!(timeout(LONGEST_LOOK, look).await, Ok(Ok(()))) {
        tracing::debug!("database metrics omitted: the query failed or timed out");
    }
    let text = app.metrics.encode().map_err(Error::Internal)?;
    Ok(([(header::CONTENT_TYPE, TEXT_FORMAT)], text))
}

/// Age of the oldest waiting item, in seconds.
async fn oldest_waiting(store: &Store) -> Result<i64, Error> {
    let since = store.outbox().oldest_waiting_of_all().await?;
    let since: Option<Timestamp> = since.and_then(|since| since.parse().ok());
    let waited = since.map_or(0, |since| Timestamp::now().as_second() - since.as_second());
    // Another machine's clock may be ahead.
    Ok(waited.max(0))
}

/// The router of the `METRICS_LISTEN` listener.
pub fn metrics_router(app: App) -> Router {
    Router::new()
        .route("/metrics", get(read_metrics))
        .with_state(app)
}

/// Replaces `/metrics` when another listener serves it, so that the path does not return the panel.
pub(super) async fn served_elsewhere() -> Error {
    Error::NotFound
}

/// Measures a request by its route pattern, never by its path.
pub(super) async fn measure(State(app): State<App>, request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let started = Instant::now();
    let response = next.run(request).await;
    let route = matched.as_ref().map_or("panel", MatchedPath::as_str);
    app.metrics
        .request(&method, route, response.status(), started.elapsed());
    response
}
