//! `rotate-key`: encrypts every stored API key again with the current `ENCRYPTION_KEY`.

use std::fmt;

use anyhow::{Context, ensure};

use crate::{
    config::{Config, Database},
    store::Store,
};

/// Accounts per transaction. Small, because a running proxy writes between the transactions.
const BATCH: u32 = 100;

/// The result of a rotation.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// API keys encrypted again.
    pub accounts: u64,
    /// Encryption keys removed because no record uses them any more.
    pub forgotten: u64,
}

/// Encrypts every API key again that another key encrypted. Can run beside a proxy that has both
/// keys, and can be repeated after an interruption: after each transaction one of the two keys
/// decrypts every record.
///
/// # Errors
/// One sentence for the operator.
pub async fn rotate_key(config: &Config) -> anyhow::Result<Rotated> {
    // A mistyped path must not create an empty database and report success.
    if let Database::Sqlite(file) = &config.database {
        ensure!(file.path().exists(), "there is no database {file}");
    }
    let store = Store::open(&config.database, &config.keyring).await?;
    let mut done = Rotated::default();
    loop {
        let accounts = store.accounts();
        let batch = accounts
            .sealed_with_another(config.keyring.current_id(), BATCH)
            .await?;
        if batch.is_empty() {
            break;
        }
        let mut resealed = Vec::new();
        for stored in batch {
            let id = &stored.account.id;
            let key = config
                .keyring
                .open(&stored.sealed_key, &stored.site, id)
                .with_context(|| format!("account {}, left unchanged", id.as_str()))?;
            let sealed = config.keyring.seal(&key, &stored.site, id)?;
            resealed.push((stored, sealed));
        }
        done.accounts += accounts.reseal(&resealed).await?;
    }
    done.forgotten = store
        .encryption_keys()
        .forget_unused(&config.keyring)
        .await?;
    store.close().await;
    Ok(done)
}

impl fmt::Display for Rotated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} account(s) sealed anew, {} old key(s) forgotten: ENCRYPTION_KEY_PREVIOUS may go",
            self.accounts, self.forgotten
        )
    }
}
