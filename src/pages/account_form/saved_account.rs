use contract::{Account, AccountId, ConnectionTest};
use leptos::prelude::*;

use super::draft::Draft;
use crate::api::Versioned;

/// The account as the proxy has it; nothing while the form is of a new one.
#[derive(Clone, Copy)]
pub struct SavedAccount(RwSignal<Option<Versioned>>);

impl SavedAccount {
    /// A new account, not saved yet.
    pub fn none() -> Self {
        Self(RwSignal::new(None))
    }

    /// Replaces it.
    pub fn set(self, saved: Option<Versioned>) {
        self.0.set(saved);
    }

    /// Replaces what is known of its last connection test.
    pub fn set_last_test(self, test: ConnectionTest) {
        self.0.update(|saved| {
            if let Some(saved) = saved {
                saved.account.last_test = Some(test);
            }
        });
    }

    /// The account and its version, without subscribing.
    pub fn get_untracked(self) -> Option<Versioned> {
        self.0.get_untracked()
    }

    /// Subscribes to every change of it.
    pub fn track(self) {
        self.0.track();
    }

    /// Whether the account has been saved.
    pub fn exists(self) -> bool {
        self.0.with(Option::is_some)
    }

    /// Reads something of the account, when there is one.
    pub fn read<T>(self, read: impl FnOnce(&Account) -> T) -> Option<T> {
        self.0
            .with(|saved| saved.as_ref().map(|saved| read(&saved.account)))
    }

    /// Its id.
    pub fn id(self) -> Option<AccountId> {
        self.read(|account| account.id.clone())
    }

    /// Its id, without subscribing.
    pub fn id_untracked(self) -> Option<AccountId> {
        untrack(|| self.id())
    }

    /// Its version (`ETag`), without subscribing.
    pub fn etag_untracked(self) -> Option<String> {
        self.0
            .with_untracked(|saved| saved.as_ref().map(|saved| saved.etag.clone()))
    }

    /// What the form shows of it; the empty form of a new account.
    pub fn draft(self) -> Draft {
        self.read(Draft::of).unwrap_or_default()
    }
}
