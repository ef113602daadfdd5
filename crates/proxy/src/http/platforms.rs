use axum::Json;
use contract::{Platform, PlatformInfo, Platforms, paths};

use super::problems::PanelProblems;
use crate::session::PanelSession;

/// Lists the platforms, and whether the site has their modules.
#[utoipa::path(
    get,
    path = paths::PLATFORMS,
    tag = "panel",
    security(("panel" = [])),
    responses((status = 200, description = "Every platform", body = Platforms), PanelProblems)
)]
pub(super) async fn list_platforms(session: PanelSession) -> Json<Platforms> {
    let platforms = Platform::all().map(|platform| PlatformInfo {
        id: platform,
        name: platform.name().to_owned(),
        module_active: session.has_module(platform),
        configurable: platform.configurable(),
    });
    Json(Platforms {
        platforms: platforms.collect(),
    })
}
