use contract::Platform;
use leptos::prelude::*;
use reactive_stores::Store;

use super::{
    draft::{Draft, DraftStoreFields},
    page_state::PageState,
    saved_account::SavedAccount,
    services::Services,
};
use crate::api::Versioned;

/// The form: what is typed, what was saved, and the state of the page. Everything else is derived
/// from them.
#[derive(Clone, Copy)]
pub struct Form {
    /// What is typed.
    pub draft: Store<Draft>,
    /// What was saved.
    pub saved: SavedAccount,
    /// The state of the page.
    pub page: PageState,
    /// What it works with.
    pub services: Services,
    /// The same for every attempt to save one new account, so that it is made once.
    pub idempotency_key: StoredValue<String>,
    dirty: Memo<bool>,
}

impl Form {
    /// An empty form.
    pub fn new() -> Self {
        let (draft, saved) = (Store::new(Draft::default()), SavedAccount::none());
        Self {
            draft,
            saved,
            page: PageState::new(),
            services: Services::get(),
            idempotency_key: StoredValue::new(new_key()),
            // Read at every key and in many places, computed once.
            dirty: Memo::new(move |_| draft.with(|draft| *draft != saved.draft())),
        }
    }

    /// Shows a saved account, or nothing for a new one.
    pub fn show(self, saved: Option<Versioned>) {
        self.saved.set(saved);
        self.reset();
        self.page.failed.set(None);
        self.page.conflict.clear();
        self.idempotency_key.set_value(new_key());
    }

    /// Puts what is saved into the fields.
    pub fn reset(self) {
        self.fill(untrack(|| self.saved.draft()));
    }

    /// Puts `draft` into the fields.
    pub fn fill(self, draft: Draft) {
        self.draft.set(draft);
        self.page.replacing_key.set(false);
        self.page.recognition.clear();
        self.page.errors.clear_all();
    }

    /// Whether there are unsaved changes.
    pub fn dirty(self) -> bool {
        self.dirty.get()
    }

    /// Whether there are unsaved changes, without subscribing.
    pub fn dirty_untracked(self) -> bool {
        self.dirty.get_untracked()
    }

    /// The chosen platform.
    pub fn chosen_platform(self) -> Option<Platform> {
        let id = self.draft.platform();
        id.with(|id| Platform::from_id(id))
    }

    /// Whether the name is another one than the saved one, so that its key is needed.
    pub fn renamed(self) -> bool {
        let renames = |saved: &_| self.draft.with(|draft| draft.renames(saved));
        self.saved.read(renames).unwrap_or_default()
    }
}

/// Unique, not secret.
fn new_key() -> String {
    let part = || (js_sys::Math::random() * 9e15) as u64;
    [part().to_string(), "-".to_owned(), part().to_string()].concat()
}
