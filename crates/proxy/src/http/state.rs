//! The state of handlers and extractors, assembled once in `app.rs`.

use std::{num::NonZeroU32, path::Path, sync::Arc, time::Duration};

use axum::extract::FromRef;
use jiff::tz::TimeZone;
use tokio_util::sync::CancellationToken;

use super::{admission::Admission, single_flight::SingleFlight};
use crate::{
    activecampaign::Client,
    config::{ActiveCampaignUrl, ApiHosts, HostOrigins},
    delivery::Dispatcher,
    limits::Limits,
    maintenance::Maintenance,
    metrics::Metrics,
    secrets::Keyring,
    session::{SessionSecrets, Throttle},
    store::Store,
};

/// The shared state of requests. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The fields of the state.
pub struct Parts {
    /// The database.
    pub store: Store,
    /// Encrypts and decrypts API keys.
    pub keyring: Arc<Keyring>,
    /// Verifies session tokens.
    pub session_secrets: Arc<SessionSecrets>,
    /// The client of ActiveCampaign's API.
    pub activecampaign: Client,
    /// URL template of ActiveCampaign's web interface.
    pub activecampaign_app: ActiveCampaignUrl,
    /// The further domains of ActiveCampaign's API.
    pub activecampaign_hosts: ApiHosts,
    /// Maximum number of requests a second to one ActiveCampaign account.
    pub rate: NonZeroU32,
    /// Delivers orders and carts to ActiveCampaign.
    pub dispatcher: Dispatcher,
    /// Deletes data at the end of its retention.
    pub maintenance: Maintenance,
    /// The running connection tests.
    pub tests: SingleFlight,
    /// The rate limits of sites and accounts.
    pub throttle: Arc<Throttle>,
    /// Sizes, timeouts and rates.
    pub limits: Limits,
    /// Limits the memory of submitted bodies.
    pub(crate) admission: Admission,
    /// The time zone of submitted times without an offset.
    pub time_zone: TimeZone,
    /// The metrics of this proxy.
    pub metrics: Metrics,
    /// Directory of the built panel.
    pub panel_dir: Box<Path>,
    /// Origins that may frame the panel.
    pub host_origins: HostOrigins,
    /// Whether sessions for a demo site are issued.
    pub demo: bool,
    /// Cancelled when the proxy receives the stop signal.
    pub stopping: CancellationToken,
    /// How long connections are still accepted after the stop signal.
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
    /// Wraps the parts in a shared state.
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
