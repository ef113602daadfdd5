//! What handlers and extractors need, put together once in `app.rs`.

use std::{num::NonZeroU32, path::Path, sync::Arc, time::Duration};

use axum::extract::FromRef;
use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

use super::{admission::Admission, single_flight::SingleFlight};
use crate::{
    activecampaign::Client,
    config::{ActiveCampaignUrl, HostOrigins},
    delivery::Dispatcher,
    limits::Limits,
    maintenance::Maintenance,
    metrics::Metrics,
    secrets::Keyring,
    session::{SessionSecrets, Throttle},
    store::Store,
};

/// What requests need. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts themselves.
pub struct Parts {
    /// What is kept.
    pub store: Store,
    /// Seals and opens API keys.
    pub keyring: Arc<Keyring>,
    /// Checks session tokens.
    pub session_secrets: Arc<SessionSecrets>,
    /// Calls ActiveCampaign.
    pub activecampaign: Client,
    /// Where people open ActiveCampaign in a browser.
    pub activecampaign_app: ActiveCampaignUrl,
    /// How many requests a second are made to an ActiveCampaign account.
    pub rate: NonZeroU32,
    /// Brings orders and carts to ActiveCampaign.
    pub dispatcher: Dispatcher,
    /// Deletes what is kept no longer.
    pub maintenance: Maintenance,
    /// Tests that are running.
    pub tests: SingleFlight,
    /// Who asked how often.
    pub throttle: Arc<Throttle>,
    /// Sizes and times.
    pub limits: Limits,
    /// How much of what is handed over is in memory at once.
    pub(crate) admission: Admission,
    /// Where times without an offset are of.
    pub time_zone: TimeZone,
    /// What is counted.
    pub metrics: Metrics,
    /// Where the built panel is.
    pub panel_dir: Box<Path>,
    /// Who may frame the panel.
    pub host_origins: HostOrigins,
    /// Whether sessions for a demo site are handed out.
    pub demo: bool,
    /// Cancelled when the proxy was told to stop.
    pub stopping: CancellationToken,
    /// How long it goes on taking connections then.
    pub shutdown_delay: Duration,
    /// Whether another listener serves `/metrics`.
    pub metrics_elsewhere: bool,
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl App {
    /// The state of requests.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl FromRef<App> for Arc<SessionSecrets> {
    fn from_ref(app: &App) -> Self {
        Self::clone(&app.session_secrets)
    }
}

impl FromRef<App> for Arc<Throttle> {
    fn from_ref(app: &App) -> Self {
        Self::clone(&app.throttle)
    }
}

impl FromRef<App> for Store {
    fn from_ref(app: &App) -> Self {
        app.store.clone()
    }
}
