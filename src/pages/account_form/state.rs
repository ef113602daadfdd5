use contract::{Account, AccountState, ApiDomain, Platform};
use leptos::prelude::*;
use reactive_stores::Store;
use uuid::Uuid;

use super::{
    draft::{Draft, DraftStoreFields},
    page_state::PageState,
    saved_account::SavedAccount,
    services::Services,
};
use crate::{api::Versioned, session::account_state};

/// The form: the input, the saved account, and the state of the page. Everything else is derived
/// from them.
#[derive(Clone, Copy)]
pub struct Form {
    /// The input.
    pub draft: Store<Draft>,
    /// The saved account.
    pub saved: SavedAccount,
    /// The state of the page.
    pub page: PageState,
    /// The services of the form.
    pub services: Services,
    /// Constant for all attempts to save one new account, so that it is created once.
    pub idempotency_key: StoredValue<Uuid>,
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
            idempotency_key: StoredValue::new(Uuid::new_v4()),
            // Read on each key press and in many places, computed once.
            dirty: Memo::new(move |_| draft.with(|draft| *draft != saved.draft())),
        }
    }

    /// Shows a saved account, or an empty form for a new one.
    pub fn show(self, saved: Option<Versioned>) {
        self.saved.set(saved);
        self.reset();
        self.page.failed.set(None);
        self.page.conflict.clear();
        self.idempotency_key.set_value(Uuid::new_v4());
    }

    /// Resets the fields to the saved values.
    pub fn reset(self) {
        self.fill(untrack(|| self.saved.draft()));
    }

    /// Replaces the input by `draft`.
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

    /// The selected platform.
    pub fn chosen_platform(self) -> Option<Platform> {
        let id = self.draft.platform();
        id.with(|id| Platform::from_id(id))
    }

    /// The state of the saved account.
    pub fn account_state(self, account: &Account) -> AccountState {
        account_state(self.services.site, account)
    }

    /// Whether the name differs from the saved one, so that its key is needed.
    pub fn renamed(self) -> bool {
        let allowed = self.api_domains();
        let renames = |saved: &_| self.draft.with(|draft| draft.renames(saved, &allowed));
        self.saved.read(renames).unwrap_or_default()
    }

    /// The further domains of ActiveCampaign's API that *Nome Account* may contain.
    pub fn api_domains(self) -> Vec<ApiDomain> {
        self.services.site.with(|site| {
            let mut platforms = site
                .ready()
                .map(|it| it.platforms.iter())
                .into_iter()
                .flatten();
            let info = platforms.find(|info| info.id == Platform::ActiveCampaign);
            info.map(|info| info.api_domains.clone())
                .unwrap_or_default()
        })
    }
}
