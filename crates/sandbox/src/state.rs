//! The accounts and their state.

use std::{
    collections::{HashMap, HashSet},
    num::NonZeroU32,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    broken::Broken,
    calls::Calls,
    data::Data,
    email::Email,
    envelope::Refusal,
    faults::Faults,
    limits::RateLimit,
    quirks::Quirks,
    reserved::{self, Behaviour},
};

/// ActiveCampaign: 5 requests a second per account.
const DEFAULT_LIMIT: Option<NonZeroU32> = NonZeroU32::new(5);

/// All accounts. Every name is an account, created empty on its first call. Clones share the
/// accounts.
#[derive(Clone)]
pub struct Sandbox {
    accounts: Arc<Mutex<HashMap<String, Account>>>,
    per_second: Option<NonZeroU32>,
}

impl Default for Sandbox {
    fn default() -> Self {
        Self::new(DEFAULT_LIMIT)
    }
}

impl Sandbox {
    /// A sandbox whose accounts accept `per_second` requests a second; `None` removes the limit.
    pub fn new(per_second: Option<NonZeroU32>) -> Self {
        Self {
            accounts: Arc::default(),
            per_second,
        }
    }

    pub(crate) fn account(&self, name: &str) -> Account {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(account) = accounts.get(name) {
            return account.clone();
        }
        let account = Account(Arc::new(Mutex::new(AccountState::new(
            name,
            self.per_second,
        ))));
        accounts.insert(name.to_owned(), account.clone());
        account
    }

    /// Resets an account to its initial state.
    pub(crate) fn reset(&self, name: &str) {
        self.accounts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(name);
    }
}

/// A handle to one account.
#[derive(Clone)]
pub(crate) struct Account(Arc<Mutex<AccountState>>);

impl Account {
    pub fn lock(&self) -> MutexGuard<'_, AccountState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The records of an account and its configured behaviour.
pub(crate) struct AccountState {
    pub name: String,
    pub reserved: Option<Behaviour>,
    pub limit: RateLimit,
    pub calls: Calls,
    pub keys: Keys,
    pub faults: Faults,
    pub refused_domain: Option<String>,
    /// The status for refused addresses; `None` means 422.
    pub refused_status: Option<u16>,
    pub quirks: Quirks,
    pub broken: Option<Broken>,
    pub data: Data,
}

impl AccountState {
    fn new(name: &str, per_second: Option<NonZeroU32>) -> Self {
        Self {
            name: name.to_owned(),
            reserved: reserved::find(reserved::ACCOUNTS, name),
            limit: RateLimit::new(per_second),
            calls: Calls::default(),
            keys: Keys::Any,
            faults: Faults::default(),
            refused_domain: None,
            refused_status: None,
            quirks: Quirks::default(),
            broken: None,
            data: Data::default(),
        }
    }

    /// Simulates ActiveCampaign's blocklists: addresses of this domain are valid and refused.
    pub fn check_domain(&self, email: &Email) -> Result<(), Refusal> {
        match &self.refused_domain {
            Some(domain) if email.is_of_domain(domain) => Err(match self.refused_status {
                Some(403) => Refusal::Forbidden("Not for this one."),
                Some(404) => Refusal::NotFound("No Result found for this one.".to_owned()),
                _ => Refusal::email_invalid(),
            }),
            _ => Ok(()),
        }
    }
}

/// The keys that an account accepts.
pub(crate) enum Keys {
    /// All keys except the reserved ones.
    Any,
    /// Only these keys, and no reserved one.
    Only(HashSet<String>),
}

impl Keys {
    /// The behaviour for a refused key; `None` for an accepted one.
    pub fn refuse(&self, key: &str) -> Option<Behaviour> {
        let reserved = reserved::find(reserved::KEYS, key);
        let accepted = match self {
            Self::Any => !key.is_empty(),
            Self::Only(keys) => keys.contains(key),
        };
        reserved.or((!accepted).then_some(Behaviour::WrongKey))
    }
}
