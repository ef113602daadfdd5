use axum::{Json, extract::State};
use contract::paths;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{config::HostOrigin, http::App};

/// Who may frame the panel and talk to it: what the panel compares the origin of messages with.
#[derive(Serialize, ToSchema)]
pub(super) struct Frame {
    /// Exact origins, as in `https://passweb.example`; empty when nobody may.
    host_origins: Vec<String>,
}

/// Who may frame the panel. Asked before there is a session; browsers are told the same in
/// `frame-ancestors`.
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
