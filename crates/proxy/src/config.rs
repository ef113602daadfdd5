//! The operator's settings and their validated form.

mod activecampaign_url;
mod api_hosts;
mod database;
mod demo_secrets;
mod host_origins;
mod secret_source;
mod shown_address;

use std::{
    ffi::OsString,
    net::SocketAddr,
    num::NonZeroU32,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, anyhow, ensure};
use clap::{Parser, Subcommand};
use contract::SecretText;
use jiff::tz::TimeZone;

pub use activecampaign_url::ActiveCampaignUrl;
pub use api_hosts::ApiHosts;
pub use database::{Database, PostgresUrl, SqliteFile};
pub use host_origins::{HostOrigin, HostOrigins};
pub use shown_address::ShownAddress;

use crate::{
    limits::Limits,
    maintenance::{Relocation, RetentionDays},
    secrets::Keyring,
    session::SessionSecrets,
    telemetry::LogFormat,
};
use demo_secrets::DemoSecrets;
use secret_source::{both, secret};

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

impl Settings {
    /// The source and the target of a database copy.
    ///
    /// # Errors
    /// One sentence that names the missing or invalid setting.
    pub fn relocation(
        &self,
        to: Option<&SecretText>,
        to_file: Option<&Path>,
    ) -> anyhow::Result<Relocation> {
        let Database::Sqlite(source) = self.database()? else {
            anyhow::bail!("DATABASE_URL must name the SQLite database to copy")
        };
        let target = match (to, to_file) {
            (Some(url), _) => url.expose().to_owned(),
            (None, Some(file)) => std::fs::read_to_string(file)
                .with_context(|| format!("--to-file: {} cannot be read", file.display()))?,
            (None, None) => anyhow::bail!("--to is missing"),
        };
        let target = target
            .trim()
            .parse()
            .map_err(|wrong| anyhow!("--to: {wrong}"))?;
        Ok(Relocation { source, target })
    }

    /// Validates the settings and their combinations.
    ///
    /// # Errors
    /// One sentence that names the missing or invalid setting.
    pub fn into_config(self) -> anyhow::Result<Config> {
        ensure!(
            !self.demo || self.listen.ip().is_loopback(),
            "--demo hands out sessions to anybody, so LISTEN must be a loopback address \
             (127.0.0.1 or [::1]), not {}",
            self.listen.ip()
        );
        let elsewhere = self.demo_host_listen.filter(|it| !it.ip().is_loopback());
        ensure!(
            !self.demo || elsewhere.is_none(),
            "with --demo, DEMO_HOST_LISTEN must be a loopback address"
        );
        // Parsed here, because clap would print a hint after the error.
        let activecampaign_hosts = (self.activecampaign_hosts.parse())
            .map_err(|wrong: String| anyhow!("ACTIVECAMPAIGN_HOSTS: {wrong}"))?;
        let database = self.database()?;
        let session = secret("SESSION_SECRET", self.session_secret_file.as_ref())?;
        let previous_session = secret(
            "SESSION_SECRET_PREVIOUS",
            self.session_secret_previous_file.as_ref(),
        )?;
        let key = secret("ENCRYPTION_KEY", self.encryption_key_file.as_ref())?;
        let previous_key = secret(
            "ENCRYPTION_KEY_PREVIOUS",
            self.encryption_key_previous_file.as_ref(),
        )?;
        let (session, key) = match (session, key) {
            (Some(session), Some(key)) => (session, key),
            (session, key) if self.demo => {
                let own = DemoSecrets::beside(&database)?;
                (
                    session.unwrap_or(own.session_secret),
                    key.unwrap_or(own.encryption_key),
                )
            }
            (None, _) if self.command.is_none() => {
                anyhow::bail!(
                    "SESSION_SECRET is missing: at least 32 bytes, or a file with them as \
                     SESSION_SECRET_FILE (or use --demo)"
                )
            }
            (_, None) => anyhow::bail!(
                "ENCRYPTION_KEY is missing: 32 bytes in base64, as `openssl rand -base64 32` prints, \
                 or a file with them as ENCRYPTION_KEY_FILE (or use --demo)"
            ),
            // The commands besides serving need no session secret; this one is never used.
            (None, Some(key)) => (key.clone(), key),
        };
        Ok(Config {
            listen: self.listen,
            database,
            activecampaign_url: self.activecampaign_url,
            activecampaign_hosts,
            activecampaign_app_url: self.activecampaign_app_url,
            activecampaign_rate: self.activecampaign_rate,
            logo_url: self.logo_url,
            link_url: self.link_url,
            panel_dir: self.panel_dir,
            session_secrets: SessionSecrets::new(&session, previous_session.as_ref())?,
            keyring: Keyring::new(&key, previous_key.as_ref())
                .context("cannot use the key that encrypts API keys")?,
            host_origins: self.host_origins,
            time_zone: self.time_zone,
            retention: RetentionDays {
                sent: self.sent_retention_days,
                log: self.log_retention_days,
            },
            shutdown_delay: match self.demo {
                true => Duration::ZERO,
                false => Duration::from_secs(self.shutdown_delay_seconds.into()),
            },
            metrics_listen: self.metrics_listen,
            demo: self.demo,
            demo_host_listen: self.demo_host_listen,
            demo_panel_origin: self.demo_panel_origin,
            limits: Limits::default(),
        })
    }

    /// clap does not parse this setting, because its errors would print a mistyped URL with the
    /// password.
    fn database(&self) -> anyhow::Result<Database> {
        const NAME: &str = "DATABASE_URL";
        let file = self.database_url_file.as_ref();
        let Some(flag) = &self.database_url else {
            return match secret(NAME, file)? {
                Some(url) => url.expose().parse(),
                None => DEFAULT_DATABASE.parse(),
            }
            .map_err(|wrong| anyhow!("{NAME}: {wrong}"));
        };
        ensure!(
            file.is_none_or(|path| path.is_empty()),
            both("--database-url", NAME)
        );
        let database: Database = flag
            .expose()
            .parse()
            .map_err(|wrong| anyhow!("--database-url: {wrong}"))?;
        ensure!(
            !database.has_password(),
            "--database-url must not hold a password, which every user of the machine could read \
             in the list of processes: use DATABASE_URL or DATABASE_URL_FILE"
        );
        Ok(database)
    }
}

/// A file in the working directory.
const DEFAULT_DATABASE: &str = "sqlite://integrations-proxy.db";

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
