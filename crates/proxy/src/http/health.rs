use axum::extract::State;

use crate::{error::Error, http::App};

/// The process is alive.
#[utoipa::path(
    get,
    path = "/healthz",
    tag = "operators",
    responses((status = 200, description = "Alive", body = String, content_type = "text/plain"))
)]
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// The proxy is ready: it is not stopping, its database can be read and written and is still the
/// one it opened, and its lease is renewed.
#[utoipa::path(
    get,
    path = "/readyz",
    tag = "operators",
    responses(
        (status = 200, description = "Ready", body = String, content_type = "text/plain"),
        (status = 503, description = "`unavailable`", body = contract::Problem,
            content_type = "application/problem+json")
    )
)]
pub(super) async fn readyz(State(app): State<App>) -> Result<&'static str, Error> {
    if app.stopping.is_cancelled() {
        return Err(Error::Unavailable(anyhow::anyhow!("the proxy is stopping")));
    }
    app.store.check().await?;
    if !app.dispatcher.holds_lease() {
        let error = anyhow::anyhow!("the lease of the account queues cannot be renewed");
        return Err(Error::Unavailable(error));
    }
    Ok("ok\n")
}
