mod deletion;
mod read;
mod row;
mod write;

use contract::{Account, AccountId, SiteId, ValidNewAccount, ValidUpdate};

use super::Store;
use crate::secrets::{KeyId, Sealed};

/// The table of accounts. Queries take the site, so that none can return another site's account.
#[derive(Debug)]
pub struct Accounts<'a> {
    pub(super) store: &'a Store,
}

/// An account, with the data that never leaves the proxy.
#[derive(Clone, Debug)]
pub struct StoredAccount {
    /// The data that the panel shows.
    pub account: Account,
    /// The site of the account.
    pub site: SiteId,
    /// The encrypted API key.
    pub sealed_key: Sealed,
    /// Increases with every change of the settings.
    pub version: i64,
    /// Increases when the account name or the API key changes.
    pub credentials_version: i64,
    /// Until when orders are kept for the preview, in milliseconds since 1970.
    pub preview_until: Option<i64>,
}

/// A new account.
#[derive(Debug)]
pub struct NewRecord<'a> {
    /// The site of the account.
    pub site: &'a SiteId,
    /// The account id.
    pub id: &'a AccountId,
    /// The validated form input.
    pub typed: &'a ValidNewAccount,
    /// The encrypted API key.
    pub sealed_key: Sealed,
    /// The client's id of this save.
    pub idempotency_key: Option<&'a str>,
}

/// Result of an insert.
#[derive(Debug)]
pub enum Inserted {
    /// The account was inserted.
    Now(StoredAccount),
    /// The same save had inserted this account before.
    Before(StoredAccount),
}

/// A change of the settings.
#[derive(Debug)]
pub struct Changes<'a> {
    /// The validated form input.
    pub typed: &'a ValidUpdate,
    /// The new encrypted API key and its last characters; `None` keeps the stored key.
    pub new_key: Option<(Sealed, &'a str)>,
}

impl NewRecord<'_> {
    fn key_id(&self) -> &KeyId {
        &self.sealed_key.key_id
    }
}
