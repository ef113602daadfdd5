use contract::{Account, AccountId, ConnectionTest, transfer::Transfers};
use leptos::prelude::*;

use super::draft::Draft;
use crate::api::Versioned;

/// The saved account; `None` while the form is for a new one.
#[derive(Clone, Copy)]
pub struct SavedAccount(RwSignal<Option<Versioned>>);

impl SavedAccount {
    /// A new account, not yet saved.
    pub fn none() -> Self {
        Self(RwSignal::new(None))
    }

    /// Replaces the saved account. Keeps the known values of fields that the response to a write
    /// omits.
    pub fn set(self, mut saved: Option<Versioned>) {
        if let (Some(saved), Some(known)) = (&mut saved, self.get_untracked())
            && saved.account.id == known.account.id
            && saved.account.transfers.is_none()
        {
            saved.account.transfers = known.account.transfers;
            saved.account.stopped = known.account.stopped;
            saved.account.last_order_sent_at = known.account.last_order_sent_at;
        }
        self.0.set(saved);
    }

    /// Replaces the transfer counters. An unchanged account is not rendered again.
    pub fn set_transfers(self, transfers: &Transfers) {
        let Some(known) = self.get_untracked() else {
            return;
        };
        let account = Account {
            transfers: Some(transfers.counters),
            stopped: transfers.stopped,
            last_order_sent_at: transfers.last_order_sent_at.clone(),
            ..known.account.clone()
        };
        if account != known.account {
            self.0.set(Some(Versioned { account, ..known }));
        }
    }

    /// Replaces the last connection test.
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

    /// Subscribes to every change.
    pub fn track(self) {
        self.0.track();
    }

    /// Whether the account was saved.
    pub fn exists(self) -> bool {
        self.0.with(Option::is_some)
    }

    /// Reads from the account, if there is one.
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

    /// The draft of the saved account; empty for a new one.
    pub fn draft(self) -> Draft {
        self.read(Draft::of).unwrap_or_default()
    }
}
