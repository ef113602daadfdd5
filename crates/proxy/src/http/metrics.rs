use std::time::{Duration, Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    http::header,
    middleware::Next,
    response::{IntoResponse, Response},
};

use tokio::time::timeout;

use crate::{app::App, error::Error};

/// How long the database is waited for.
const LONGEST_LOOK: Duration = Duration::from_secs(3);

/// Counts and durations in Prometheus text. No personal data: routes, methods, statuses, kinds and
/// reasons.
#[utoipa::path(
    get,
    path = "/metrics",
    tag = "operators",
    responses((status = 200, description = "Every number", body = String,
        content_type = "text/plain; version=0.0.4"))
)]
pub(super) async fn read_metrics(State(app): State<App>) -> Result<impl IntoResponse, Error> {
    const TEXT: &str = "text/plain; version=0.0.4";
    // Without the database the other numbers are the more wanted, before a scraper gives up.
    if let Ok(Ok(totals)) = timeout(LONGEST_LOOK, app.store.lanes().totals()).await {
        app.metrics.delivery().observe(&totals);
    }
    let text = app.metrics.encode().map_err(Error::Internal)?;
    Ok(([(header::CONTENT_TYPE, TEXT)], text))
}

/// Measures a request, under the route's pattern and never under its path.
pub(super) async fn measure(State(app): State<App>, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "panel".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let started = Instant::now();
    let response = next.run(request).await;
    app.metrics
        .request(&method, route, response.status(), started.elapsed());
    response
}
