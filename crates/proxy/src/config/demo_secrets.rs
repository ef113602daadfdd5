//! Demo mode generates its own secrets and stores them beside the database, so that stored API keys
//! can be decrypted after a restart.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

use anyhow::{Context, bail};
use base64::{Engine, engine::general_purpose::STANDARD};
use chacha20poly1305::{Key, aead::Generate};
use contract::SecretText;
use serde::{Deserialize, Serialize};

use super::Database;

/// The secrets of demo mode.
#[derive(Serialize, Deserialize)]
pub struct DemoSecrets {
    /// The value of `SESSION_SECRET`.
    pub session_secret: SecretText,
    /// The value of `ENCRYPTION_KEY`.
    pub encryption_key: SecretText,
}

impl DemoSecrets {
    /// Reads the secrets from the file beside the SQLite database; creates the file when missing.
    /// On PostgreSQL there is no such file: both secrets must be configured.
    pub fn beside(database: &Database) -> anyhow::Result<Self> {
        let Database::Sqlite(file) = database else {
            bail!("--demo on PostgreSQL needs SESSION_SECRET and ENCRYPTION_KEY");
        };
        let path = file.beside(".demo-secrets.json");
        let read = || fs::read_to_string(&path);
        let text = match read() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Self::make().and_then(|text| Ok(write_private(&path, &text).and_then(|()| read())?))
            }
            other => other.map_err(Into::into),
        };
        text.and_then(|text| Ok(serde_json::from_str(&text)?))
            .with_context(|| format!("demo secrets in {}", path.display()))
    }

    fn make() -> anyhow::Result<String> {
        let random = || -> anyhow::Result<SecretText> {
            let bytes = Key::try_generate().context("the system's random generator failed")?;
            Ok(STANDARD.encode(bytes).into())
        };
        Ok(serde_json::to_string(&Self {
            session_secret: random()?,
            encryption_key: random()?,
        })?)
    }
}

/// Creates a file that only its owner can read.
fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
