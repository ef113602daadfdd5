//! The settings that name a database.

use std::path::Path;

use anyhow::{Context, anyhow, ensure};
use contract::SecretText;

use super::{
    Database, Settings,
    secret_source::{both, secret},
};
use crate::maintenance::Relocation;

/// A file in the working directory.
const DEFAULT_DATABASE: &str = "sqlite://integrations-proxy.db";

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

    /// clap does not parse this setting, because its errors would print a mistyped URL with the
    /// password.
    pub(super) fn database(&self) -> anyhow::Result<Database> {
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
