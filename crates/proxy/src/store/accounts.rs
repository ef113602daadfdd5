mod read;
mod row;
mod write;

use contract::{Account, AccountId, SiteId, ValidNewAccount, ValidUpdate};

use super::Store;
use crate::secrets::{KeyId, Sealed};

/// The accounts of all sites. Everything asks for the site, so that no query can forget it.
#[derive(Debug)]
pub struct Accounts<'a> {
    pub(super) store: &'a Store,
}

/// An account with what never leaves the proxy.
#[derive(Clone, Debug)]
pub struct StoredAccount {
    /// What the panel sees.
    pub account: Account,
    /// Whose it is.
    pub site: SiteId,
    /// Its API key.
    pub sealed_key: Sealed,
    /// Grows with every change of the settings.
    pub version: i64,
    /// Grows when account name or key change.
    pub credentials_version: i64,
}

/// An account to be stored.
#[derive(Debug)]
pub struct NewRecord<'a> {
    /// Whose it is.
    pub site: &'a SiteId,
    /// Its identifier.
    pub id: &'a AccountId,
    /// What was typed.
    pub typed: &'a ValidNewAccount,
    /// Its key, sealed.
    pub sealed_key: Sealed,
    /// What the client calls this save.
    pub idempotency_key: Option<&'a str>,
}

/// How storing a new account ended.
#[derive(Debug)]
pub enum Inserted {
    /// It is stored.
    Now(StoredAccount),
    /// The same save had stored this one before.
    Before(StoredAccount),
}

/// A change of the settings.
#[derive(Debug)]
pub struct Changes<'a> {
    /// What was typed.
    pub typed: &'a ValidUpdate,
    /// The new key, sealed, and its last characters; the stored one stays when there is none.
    pub new_key: Option<(Sealed, &'a str)>,
}

impl NewRecord<'_> {
    fn key_id(&self) -> &KeyId {
        &self.sealed_key.key_id
    }
}
