//! The operator's settings and their validated form.

mod activecampaign_url;
mod api_hosts;
mod database;
mod database_settings;
mod demo_secrets;
mod host_origins;
mod secret_source;
mod settings;
mod shown_address;
mod validation;

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, time::Duration};

use jiff::tz::TimeZone;

pub use activecampaign_url::ActiveCampaignUrl;
pub use api_hosts::ApiHosts;
pub use database::{Database, PostgresUrl, SqliteFile};
pub use host_origins::{HostOrigin, HostOrigins};
pub use settings::{Command, Settings};
pub use shown_address::ShownAddress;

use crate::{
    limits::Limits, maintenance::RetentionDays, secrets::Keyring, session::SessionSecrets,
};

/// Validated settings.
#[derive(Debug)]
pub struct Config {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The database.
    pub database: Database,
    /// URL template of ActiveCampaign's API.
    pub activecampaign_url: ActiveCampaignUrl,
    /// The further domains of ActiveCampaign's API.
    pub activecampaign_hosts: ApiHosts,
    /// URL template of ActiveCampaign's web interface.
    pub activecampaign_app_url: ActiveCampaignUrl,
    /// Maximum number of requests a second to one ActiveCampaign account.
    pub activecampaign_rate: NonZeroU32,
    /// The logo of a connection in ActiveCampaign.
    pub logo_url: ShownAddress,
    /// The link of a connection in ActiveCampaign.
    pub link_url: ShownAddress,
    /// Directory of the built panel.
    pub panel_dir: PathBuf,
    /// The secrets that verify session tokens.
    pub session_secrets: SessionSecrets,
    /// The keys that encrypt API keys.
    pub keyring: Keyring,
    /// Origins that may frame the panel.
    pub host_origins: HostOrigins,
    /// The time zone of submitted times without an offset.
    pub time_zone: TimeZone,
    /// How long data is kept.
    pub retention: RetentionDays,
    /// How long connections are accepted after the stop signal.
    pub shutdown_delay: Duration,
    /// A separate listener for `/metrics`.
    pub metrics_listen: Option<SocketAddr>,
    /// Whether sessions for a demo site are issued.
    pub demo: bool,
    /// The configured address of the demo back office.
    pub demo_host_listen: Option<SocketAddr>,
    /// The panel's origin in the demo back office, when the proxy does not serve the panel.
    pub demo_panel_origin: Option<HostOrigin>,
    /// Sizes, timeouts and rates. Not settings; only tests change them.
    pub limits: Limits,
}
