//! Turns the settings into a configuration, or names the setting that is missing or invalid.

use std::time::Duration;

use anyhow::{Context, anyhow, ensure};

use super::{Config, Database, Settings, demo_secrets::DemoSecrets, secret_source::secret};
use crate::{
    limits::Limits, maintenance::RetentionDays, secrets::Keyring, session::SessionSecrets,
};

impl Settings {
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
        let (session_secrets, keyring) = self.secrets(&database)?;
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
            session_secrets,
            keyring,
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

    /// The secrets from variables and files; in demo mode generated ones in place of missing ones.
    fn secrets(&self, database: &Database) -> anyhow::Result<(SessionSecrets, Keyring)> {
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
                let own = DemoSecrets::beside(database)?;
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
        Ok((
            SessionSecrets::new(&session, previous_session.as_ref())?,
            Keyring::new(&key, previous_key.as_ref())
                .context("cannot use the key that encrypts API keys")?,
        ))
    }
}
