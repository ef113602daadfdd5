use axum::{Json, extract::State};
use contract::paths;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{config::HostOrigin, http::App};

/// The origins that may frame the panel. The panel compares the origin of messages with them.
#[derive(Serialize, ToSchema)]
pub(super) struct Frame {
    /// Exact origins, as in `https://passweb.example`; empty when no host may frame the panel.
    host_origins: Vec<String>,
}

/// Returns the origins that may frame the panel. Needs no session; `frame-ancestors` has the same
/// list for browsers.
#[utoipa::path(
    get,
    path = paths::FRAME,
    tag = "panel",
    responses((status = 200, description = "The hosts", body = Frame))
)]
pub(super) async fn read_frame(State(app): State<App>) -> Json<Frame> {
    let origins = app.host_origins.iter().map(HostOrigin::as_str);
    Json(Frame {
        host_origins: origins.map(str::to_owned).collect(),
    })
}
