//! The settings of an operator, and what they mean once they are checked.

mod activecampaign_url;
mod database;
mod host_origins;

use std::{net::SocketAddr, num::NonZeroU32, path::PathBuf, time::Duration};

use anyhow::{Context, anyhow, ensure};
use clap::{Parser, Subcommand};
use contract::SecretText;

pub use activecampaign_url::ActiveCampaignUrl;
pub use database::{Database, PostgresUrl, SqliteFile};
pub use host_origins::{HostOrigin, HostOrigins};

use crate::{
    demo::DemoSecrets, limits::Limits, maintenance::RetentionDays, secrets::Keyring,
    session::SessionSecrets,
};

/// Connects a Passweb shop to ActiveCampaign: keeps its accounts, tests their connections and
/// serves the panel. Every setting is an environment variable and a flag.
#[derive(Debug, Parser)]
#[command(name = "integrations-proxy", version)]
pub struct Settings {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// SQLite file, as in `sqlite:///var/lib/integrations/proxy.db`, made when missing; or
    /// PostgreSQL, as in `postgres://user:password@host/database`, for several proxies that are one
    /// service
    #[arg(
        long,
        env = "DATABASE_URL",
        hide_env_values = true,
        default_value = "sqlite://integrations-proxy.db",
        global = true
    )]
    pub database_url: SecretText,
    /// Where ActiveCampaign is; {account} stands for the account name
    #[arg(long, env = "ACTIVECAMPAIGN_URL", default_value = ActiveCampaignUrl::DEFAULT)]
    pub activecampaign_url: ActiveCampaignUrl,
    /// Requests a second made to an ActiveCampaign account, whoever needs them. It allows 5; one is
    /// left for the merchant's other tools
    #[arg(long, env = "ACTIVECAMPAIGN_RATE", default_value_t = DEFAULT_RATE, value_parser = rate)]
    pub activecampaign_rate: NonZeroU32,
    /// Directory of the built panel
    #[arg(long, env = "PANEL_DIR", default_value = "dist")]
    pub panel_dir: PathBuf,
    /// Secret shared with the Passweb server, which signs session tokens with it: at least 32 bytes
    #[arg(long, env = "SESSION_SECRET", hide_env_values = true)]
    pub session_secret: Option<SecretText>,
    /// A second secret that is still (or already) accepted, while the two sides change over
    #[arg(long, env = "SESSION_SECRET_PREVIOUS", hide_env_values = true)]
    pub session_secret_previous: Option<SecretText>,
    /// Key under which API keys are stored: 32 bytes in base64
    #[arg(long, env = "ENCRYPTION_KEY", hide_env_values = true, global = true)]
    pub encryption_key: Option<SecretText>,
    /// The key before it, still read until `rotate-key` has been run
    #[arg(
        long,
        env = "ENCRYPTION_KEY_PREVIOUS",
        hide_env_values = true,
        global = true
    )]
    pub encryption_key_previous: Option<SecretText>,
    /// Origins that may frame the panel, comma separated, as in `https://passweb.example`
    #[arg(long, env = "HOST_ORIGINS", default_value = "")]
    pub host_origins: HostOrigins,
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
    /// How many requests a second are made to an ActiveCampaign account.
    pub activecampaign_rate: NonZeroU32,
    /// Where the built panel is.
    pub panel_dir: PathBuf,
    /// What session tokens are checked with.
    pub session_secrets: SessionSecrets,
    /// What API keys are sealed with.
    pub keyring: Keyring,
    /// Who may frame the panel.
    pub host_origins: HostOrigins,
    /// How long what is kept.
    pub retention: RetentionDays,
    /// How long connections are taken after the signal to stop.
    pub shutdown_delay: Duration,
    /// Whether sessions for a demo site are handed out.
    pub demo: bool,
    /// Where the demo's back office is to be, when that was said.
    pub demo_host_listen: Option<SocketAddr>,
    /// Sizes, times and rates. No setting: tests change them.
    pub limits: Limits,
}

impl Settings {
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
        // Not by clap, which would repeat a mistyped URL with its password.
        let database: Database = self
            .database_url
            .expose()
            .parse()
            .map_err(|wrong| anyhow!("DATABASE_URL: {wrong}"))?;
        let (session, key) = match (self.session_secret, self.encryption_key) {
            (Some(session), Some(key)) => (session, key),
            (session, key) if self.demo => {
                let own = DemoSecrets::beside(&database)?;
                (
                    session.unwrap_or(own.session_secret),
                    key.unwrap_or(own.encryption_key),
                )
            }
            (None, _) if self.command.is_none() => {
                anyhow::bail!("SESSION_SECRET is missing: at least 32 bytes (or use --demo)")
            }
            (_, None) => anyhow::bail!(
                "ENCRYPTION_KEY is missing: 32 bytes in base64, as `openssl rand -base64 32` prints \
                 (or use --demo)"
            ),
            // Changing the key over needs no session secret: this one is never used.
            (None, Some(key)) => (key.clone(), key),
        };
        Ok(Config {
            listen: self.listen,
            database,
            activecampaign_url: self.activecampaign_url,
            activecampaign_rate: self.activecampaign_rate,
            panel_dir: self.panel_dir,
            session_secrets: SessionSecrets::new(&session, given(&self.session_secret_previous))?,
            keyring: Keyring::new(&key, given(&self.encryption_key_previous))
                .context("the key under which API keys are stored cannot be used")?,
            host_origins: self.host_origins,
            retention: RetentionDays {
                sent: self.sent_retention_days,
                log: self.log_retention_days,
            },
            shutdown_delay: match self.demo {
                true => Duration::ZERO,
                false => Duration::from_secs(self.shutdown_delay_seconds.into()),
            },
            demo: self.demo,
            demo_host_listen: self.demo_host_listen,
            limits: Limits::default(),
        })
    }
}

/// An empty variable is how unit files and containers say "none".
fn given(secret: &Option<SecretText>) -> Option<&SecretText> {
    secret.as_ref().filter(|secret| !secret.expose().is_empty())
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
