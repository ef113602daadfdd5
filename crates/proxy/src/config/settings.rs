//! The settings as the operator writes them: environment variables and flags.

use std::{ffi::OsString, net::SocketAddr, num::NonZeroU32, path::PathBuf};

use clap::{Parser, Subcommand};
use contract::SecretText;
use jiff::tz::TimeZone;

use super::{ActiveCampaignUrl, HostOrigin, HostOrigins, ShownAddress};
use crate::telemetry::LogFormat;

/// Connects a Passweb shop to ActiveCampaign: stores its accounts, tests their connections, sends
/// orders and carts, and serves the panel. Every setting is an environment variable and a flag;
/// secrets are an environment variable or a file, never a flag.
#[derive(Debug, Parser)]
#[command(name = "integrations-proxy", version)]
pub struct Settings {
    /// Address and port to listen on; port 0 chooses a free port
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// SQLite file, as in `sqlite:///var/lib/integrations/proxy.db`, created when missing; or
    /// PostgreSQL, as in `postgres://user:password@host/database`, which several proxies of one
    /// service can share. The flag accepts no password: use the variable or the file [env:
    /// DATABASE_URL] [default: sqlite://integrations-proxy.db]
    #[arg(long, global = true)]
    pub database_url: Option<SecretText>,
    /// File with the value of DATABASE_URL
    #[arg(long, env = "DATABASE_URL_FILE", global = true)]
    pub database_url_file: Option<OsString>,
    /// URL of ActiveCampaign's API; {account} stands for the account name
    #[arg(long, env = "ACTIVECAMPAIGN_URL", default_value = ActiveCampaignUrl::DEFAULT)]
    pub activecampaign_url: ActiveCampaignUrl,
    /// Further domains of ActiveCampaign's API that merchants may paste into Nome Account, comma
    /// separated, as in `api-eu1.com`. Such an account is called at its own domain, in the place of
    /// the domain of ACTIVECAMPAIGN_URL; `api-us1.com` is always accepted
    #[arg(long, env = "ACTIVECAMPAIGN_HOSTS", default_value = "")]
    pub activecampaign_hosts: String,
    /// URL of ActiveCampaign's web interface, for links; {account} stands for the account name
    #[arg(long, env = "ACTIVECAMPAIGN_APP_URL", default_value = ActiveCampaignUrl::DEFAULT_APP)]
    pub activecampaign_app_url: ActiveCampaignUrl,
    /// Maximum number of requests a second to one ActiveCampaign account. ActiveCampaign allows 5;
    /// one is left for the merchant's other tools
    #[arg(long, env = "ACTIVECAMPAIGN_RATE", default_value_t = DEFAULT_RATE, value_parser = rate)]
    pub activecampaign_rate: NonZeroU32,
    /// URL of the logo that ActiveCampaign requires for each site's connection. Default: the site's
    /// own /favicon.ico
    #[arg(long, env = "LOGO_URL", default_value = "")]
    pub logo_url: ShownAddress,
    /// URL of the page where merchants manage the integration; ActiveCampaign links to it. Default:
    /// the site's URL
    #[arg(long, env = "LINK_URL", default_value = "")]
    pub link_url: ShownAddress,
    /// Directory of the built panel
    #[arg(long, env = "PANEL_DIR", default_value = "dist")]
    pub panel_dir: PathBuf,
    /// File with the secret shared with the Passweb server, which signs session tokens: at least 32
    /// bytes. Or set the secret itself in the variable SESSION_SECRET
    #[arg(long, env = "SESSION_SECRET_FILE")]
    pub session_secret_file: Option<OsString>,
    /// File with a second accepted secret, for the time in which both sides change the secret. Or
    /// set the secret itself in the variable SESSION_SECRET_PREVIOUS
    #[arg(long, env = "SESSION_SECRET_PREVIOUS_FILE")]
    pub session_secret_previous_file: Option<OsString>,
    /// File with the key that encrypts stored API keys: 32 bytes in base64. Or set the key itself
    /// in the variable ENCRYPTION_KEY
    #[arg(long, env = "ENCRYPTION_KEY_FILE", global = true)]
    pub encryption_key_file: Option<OsString>,
    /// File with the previous key, used for decryption until `rotate-key` has run. Or set the key
    /// itself in the variable ENCRYPTION_KEY_PREVIOUS
    #[arg(long, env = "ENCRYPTION_KEY_PREVIOUS_FILE", global = true)]
    pub encryption_key_previous_file: Option<OsString>,
    /// Origins that may frame the panel, comma separated, as in `https://passweb.example`
    #[arg(long, env = "HOST_ORIGINS", default_value = "")]
    pub host_origins: HostOrigins,
    /// IANA name of the sites' time zone; applies to submitted times without an offset
    #[arg(long, env = "TIME_ZONE", default_value = "Europe/Rome", value_parser = time_zone)]
    pub time_zone: TimeZone,
    /// Days for which log rows, failed items, and carts that wait for a synchronisation are kept
    #[arg(long, env = "LOG_RETENTION_DAYS", default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub log_retention_days: u16,
    /// Days for which the identifiers and times of sent items are kept, to recognise repeated
    /// submissions without a request to ActiveCampaign
    #[arg(long, env = "SENT_RETENTION_DAYS", default_value_t = 400, value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub sent_retention_days: u16,
    /// Seconds for which the proxy still accepts connections after SIGTERM, while `/readyz`
    /// responds 503: long enough for the load balancer to choose another proxy. 0 with --demo
    #[arg(long, env = "SHUTDOWN_DELAY_SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u16).range(0..=600))]
    pub shutdown_delay_seconds: u16,
    /// Format of the log lines on stderr; RUST_LOG filters them
    #[arg(long, env = "LOG_FORMAT", value_enum, default_value_t, global = true)]
    pub log_format: LogFormat,
    /// Address and port of a separate listener for /metrics; the main listener then does not serve
    /// it
    #[arg(long, env = "METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,
    /// Generates its own secrets and issues sessions for a demo site; loopback addresses only
    #[arg(long)]
    pub demo: bool,
    /// Address and port of the demo back office, which shows the panel in a frame. Default: the
    /// port after LISTEN's, or a free one. Only with --demo, and only on a loopback address
    #[arg(long, env = "DEMO_HOST_LISTEN")]
    pub demo_host_listen: Option<SocketAddr>,
    /// Origin of the panel in the demo's back office, where another server than the proxy serves
    /// it: `trunk serve` during development. Only with --demo
    #[arg(long, env = "DEMO_PANEL_ORIGIN")]
    pub demo_panel_origin: Option<HostOrigin>,
    /// What to do instead of serving
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Encrypts every stored API key again with ENCRYPTION_KEY; decrypts with
    /// ENCRYPTION_KEY_PREVIOUS
    RotateKey,
    /// Copies the SQLite database in DATABASE_URL to an empty PostgreSQL database
    Move {
        /// Target, in the format of DATABASE_URL. Any user who can list the processes can read a
        /// password in a flag: use MOVE_TO or --to-file instead
        #[arg(
            long,
            env = "MOVE_TO",
            hide_env_values = true,
            required_unless_present = "to_file"
        )]
        to: Option<SecretText>,
        /// File with the target
        #[arg(long, env = "MOVE_TO_FILE", conflicts_with = "to")]
        to_file: Option<PathBuf>,
    },
}

/// Parses an IANA time zone name.
fn time_zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name.trim())
        .map_err(|_| "it must be a time zone's name, such as Europe/Rome or UTC".to_owned())
}

/// One less than ActiveCampaign's limit.
const DEFAULT_RATE: NonZeroU32 = NonZeroU32::MIN.saturating_add(3);

/// Parses a rate. Rates above ActiveCampaign's limit are allowed for test stand-ins.
fn rate(text: &str) -> Result<NonZeroU32, String> {
    text.parse()
        .ok()
        .filter(|rate: &NonZeroU32| rate.get() <= 1000)
        .ok_or_else(|| "it must be a whole number from 1 to 1000".to_owned())
}
