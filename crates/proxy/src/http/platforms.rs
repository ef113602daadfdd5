use axum::{Json, extract::State};
use contract::{Platform, PlatformInfo, Platforms, paths};

use super::problems::PanelProblems;
use crate::{http::App, session::PanelSession};

/// Lists the platforms, and whether the site has their modules.
#[utoipa::path(
    get,
    path = paths::PLATFORMS,
    tag = "panel",
    security(("panel" = [])),
    responses((status = 200, description = "Every platform", body = Platforms), PanelProblems)
)]
pub(super) async fn list_platforms(
    session: PanelSession,
    State(app): State<App>,
) -> Json<Platforms> {
    let platforms = Platform::all().map(|platform| PlatformInfo {
        id: platform,
        name: platform.name().to_owned(),
        module_active: session.has_module(platform),
        configurable: platform.configurable(),
        developer_url: (platform == Platform::ActiveCampaign).then(|| {
            let app = app.activecampaign_app.to_string();
            format!("{}/app/settings/developer", app.trim_end_matches('/'))
        }),
        api_domains: match platform {
            Platform::ActiveCampaign => app.activecampaign_hosts.domains().to_vec(),
            _ => Vec::new(),
        },
    });
    Json(Platforms {
        platforms: platforms.collect(),
    })
}
