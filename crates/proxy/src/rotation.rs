//! `rotate-key`: every stored API key is sealed anew with the current `ENCRYPTION_KEY`.

use std::fmt;

use anyhow::{Context, ensure};

use crate::{
    config::{Config, Database},
    store::Store,
};

/// How many accounts are sealed in one transaction. Short ones: a running proxy writes between.
const BATCH: u32 = 100;

/// What was done.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Rotated {
    /// Keys sealed anew.
    pub accounts: u64,
    /// Encryption keys that nothing is sealed with any more.
    pub forgotten: u64,
}

/// Seals anew what another key has sealed. May run beside a proxy that has both keys, and again
/// after it was interrupted: each transaction leaves every record open to one of the two.
///
/// # Errors
/// One sentence for the operator.
pub async fn rotate_key(config: &Config) -> anyhow::Result<Rotated> {
    // A mistyped path must not make an empty database and call it done.
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
                .with_context(|| format!("account {}; nothing of it was changed", id.as_str()))?;
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
