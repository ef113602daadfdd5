//! The settings of an operator, and what they mean once they are checked.

mod activecampaign_url;
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

/// Connects a Passweb shop to ActiveCampaign: keeps its accounts, tests their connections and
/// serves the panel. Every setting is an environment variable and a flag; secrets are an
/// environment variable or a file, and never a flag.
#[derive(Debug, Parser)]
#[command(name = "integrations-proxy", version)]
pub struct Settings {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// SQLite file, as in `sqlite:///var/lib/integrations/proxy.db`, made when missing; or
    /// PostgreSQL, as in `postgres://user:password@host/database`, for several proxies that are one
    /// service. The flag takes no password: use the variable or the file [env: DATABASE_URL]
    /// [default: sqlite://integrations-proxy.db]
    #[arg(long, global = true)]
    pub database_url: Option<SecretText>,
    /// File with the value of DATABASE_URL
    #[arg(long, env = "DATABASE_URL_FILE", global = true)]
    pub database_url_file: Option<OsString>,
    /// Where ActiveCampaign is; {account} stands for the account name
    #[arg(long, env = "ACTIVECAMPAIGN_URL", default_value = ActiveCampaignUrl::DEFAULT)]
    pub activecampaign_url: ActiveCampaignUrl,
    /// Where people open ActiveCampaign in a browser, for links to it; {account} stands for the
    /// account name
    #[arg(long, env = "ACTIVECAMPAIGN_APP_URL", default_value = ActiveCampaignUrl::DEFAULT_APP)]
    pub activecampaign_app_url: ActiveCampaignUrl,
    /// Requests a second made to an ActiveCampaign account, whoever needs them. It allows 5; one is
    /// left for the merchant's other tools
    #[arg(long, env = "ACTIVECAMPAIGN_RATE", default_value_t = DEFAULT_RATE, value_parser = rate)]
    pub activecampaign_rate: NonZeroU32,
    /// Picture of the integration in ActiveCampaign, where each site has a connection that needs
    /// one. Without it, the site's own /favicon.ico
    #[arg(long, env = "LOGO_URL", default_value = "")]
    pub logo_url: ShownAddress,
    /// Page where merchants manage the integration, which ActiveCampaign links to. Without it, the
    /// site's address
    #[arg(long, env = "LINK_URL", default_value = "")]
    pub link_url: ShownAddress,
    /// Directory of the built panel
    #[arg(long, env = "PANEL_DIR", default_value = "dist")]
    pub panel_dir: PathBuf,
    /// File with the secret shared with the Passweb server, which signs session tokens with it: at
    /// least 32 bytes. Or the secret itself in the variable SESSION_SECRET
    #[arg(long, env = "SESSION_SECRET_FILE")]
    pub session_secret_file: Option<OsString>,
    /// File with a second secret that is still (or already) accepted, while the two sides change
    /// over. Or the secret itself in the variable SESSION_SECRET_PREVIOUS
    #[arg(long, env = "SESSION_SECRET_PREVIOUS_FILE")]
    pub session_secret_previous_file: Option<OsString>,
    /// File with the key under which API keys are stored: 32 bytes in base64. Or the key itself in
    /// the variable ENCRYPTION_KEY
    #[arg(long, env = "ENCRYPTION_KEY_FILE", global = true)]
    pub encryption_key_file: Option<OsString>,
    /// File with the key before it, still read until `rotate-key` has been run. Or the key itself
    /// in the variable ENCRYPTION_KEY_PREVIOUS
    #[arg(long, env = "ENCRYPTION_KEY_PREVIOUS_FILE", global = true)]
    pub encryption_key_previous_file: Option<OsString>,
    /// Origins that may frame the panel, comma separated, as in `https://passweb.example`
    #[arg(long, env = "HOST_ORIGINS", default_value = "")]
    pub host_origins: HostOrigins,
    /// Time zone of the sites, by its IANA name: of what is handed over, times without an offset
    /// are read in it
    #[arg(long, env = "TIME_ZONE", default_value = "Europe/Rome", value_parser = time_zone)]
    pub time_zone: TimeZone,
    /// How many days log rows are kept, and what was set aside or waits for a synchronisation that
    /// does not come
    #[arg(long, env = "LOG_RETENTION_DAYS", default_value_t = 90, value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub log_retention_days: u16,
    /// How many days what was sent is remembered: its identifiers and times, by which a repeated
    /// hand-over is recognised without asking ActiveCampaign
    #[arg(long, env = "SENT_RETENTION_DAYS", default_value_t = 400, value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub sent_retention_days: u16,
    /// How many seconds the proxy goes on taking connections after SIGTERM, while `/readyz` answers
    /// 503: long enough for what stands before it to send its requests elsewhere. 0 with --demo
    #[arg(long, env = "SHUTDOWN_DELAY_SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u16).range(0..=600))]
    pub shutdown_delay_seconds: u16,
    /// Shape of the log lines on stderr; RUST_LOG chooses which
    #[arg(long, env = "LOG_FORMAT", value_enum, default_value_t, global = true)]
    pub log_format: LogFormat,
    /// Address and port of a listener of its own for /metrics, which the other then does not serve
    #[arg(long, env = "METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,
    /// Makes its own secrets and hands out sessions for a demo site; only on a loopback address
    #[arg(long)]
    pub demo: bool,
    /// Address and port of the demo's back office, which has the panel in a frame. Without it the
    /// port after LISTEN's, or a free one. Only with --demo, and only on a loopback address
    #[arg(long, env = "DEMO_HOST_LISTEN")]
    pub demo_host_listen: Option<SocketAddr>,
    /// What to do instead of serving
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the program can do besides serving.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Seals every stored API key anew with ENCRYPTION_KEY; reads with ENCRYPTION_KEY_PREVIOUS
    RotateKey,
    /// Copies the SQLite database that DATABASE_URL names to an empty PostgreSQL database
    Move {
        /// Where to, as DATABASE_URL has it. A password in a flag is seen by whoever lists the
        /// processes: MOVE_TO and --to-file hide it
        #[arg(
            long,
            env = "MOVE_TO",
            hide_env_values = true,
            required_unless_present = "to_file"
        )]
        to: Option<SecretText>,
        /// A file that holds it
        #[arg(long, env = "MOVE_TO_FILE", conflicts_with = "to")]
        to_file: Option<PathBuf>,
    },
}

/// Settings that were checked.
#[derive(Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Where the data is.
    pub database: Database,
    /// Where ActiveCampaign is.
    pub activecampaign_url: ActiveCampaignUrl,
    /// Where people open ActiveCampaign in a browser.
    pub activecampaign_app_url: ActiveCampaignUrl,
    /// How many requests a second are made to an ActiveCampaign account.
    pub activecampaign_rate: NonZeroU32,
    /// What ActiveCampaign shows as picture of a connection.
    pub logo_url: ShownAddress,
    /// What ActiveCampaign links a connection to.
    pub link_url: ShownAddress,
    /// Where the built panel is.
    pub panel_dir: PathBuf,
    /// What session tokens are checked with.
    pub session_secrets: SessionSecrets,
    /// What API keys are sealed with.
    pub keyring: Keyring,
    /// Who may frame the panel.
    pub host_origins: HostOrigins,
    /// Where times without an offset are of.
    pub time_zone: TimeZone,
    /// How long what is kept.
    pub retention: RetentionDays,
    /// How long connections are taken after the signal to stop.
    pub shutdown_delay: Duration,
    /// Where `/metrics` is served, if not with everything else.
    pub metrics_listen: Option<SocketAddr>,
    /// Whether sessions for a demo site are handed out.
    pub demo: bool,
    /// Where the demo's back office is to be, when that was said.
    pub demo_host_listen: Option<SocketAddr>,
    /// Sizes, times and rates. No setting: tests change them.
    pub limits: Limits,
}

impl Settings {
    /// From where to where a database is to be copied.
    ///
    /// # Errors
    /// One sentence that says which setting is missing or wrong.
    pub fn relocation(
        &self,
        to: Option<&SecretText>,
        to_file: Option<&Path>,
    ) -> anyhow::Result<Relocation> {
        let Database::Sqlite(source) = self.database()? else {
            anyhow::bail!("DATABASE_URL must name the SQLite database that is to be copied")
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

    /// Checks what belongs together.
    ///
    /// # Errors
    /// One sentence that says which setting is missing or wrong.
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
            "DEMO_HOST_LISTEN must be a loopback address as LISTEN must, with --demo"
        );
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
            // Changing the key over needs no session secret: this one is never used.
            (None, Some(key)) => (key.clone(), key),
        };
        Ok(Config {
            listen: self.listen,
            database,
            activecampaign_url: self.activecampaign_url,
            activecampaign_app_url: self.activecampaign_app_url,
            activecampaign_rate: self.activecampaign_rate,
            logo_url: self.logo_url,
            link_url: self.link_url,
            panel_dir: self.panel_dir,
            session_secrets: SessionSecrets::new(&session, previous_session.as_ref())?,
            keyring: Keyring::new(&key, previous_key.as_ref())
                .context("the key under which API keys are stored cannot be used")?,
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
            limits: Limits::default(),
        })
    }

    /// Not read by clap, which would repeat a mistyped URL with its password.
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

/// Reads the name of a time zone.
fn time_zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name.trim())
        .map_err(|_| "it must be a time zone's name, such as Europe/Rome or UTC".to_owned())
}

/// One less than ActiveCampaign allows.
const DEFAULT_RATE: NonZeroU32 = NonZeroU32::MIN.saturating_add(3);

/// Reads a rate. More than ActiveCampaign allows is for stand-ins of it.
fn rate(text: &str) -> Result<NonZeroU32, String> {
    text.parse()
        .ok()
        .filter(|rate: &NonZeroU32| rate.get() <= 1000)
        .ok_or_else(|| "it must be a whole number from 1 to 1000".to_owned())
}
