//! The session, and the data of the site.

use contract::{
    Account, AccountState, Accounts, FirstView, Platform, PlatformInfo, Platforms, Session,
};
use leptos::prelude::*;

use crate::{
    api::{Api, ApiError},
    host::Host,
    i18n::{self, Locale},
    load_state::LoadState,
    page_scope::PageScope,
};

/// The data of the site, for every page.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// The session.
    pub session: Session,
    /// The platforms, in the order of the select field.
    pub platforms: Vec<PlatformInfo>,
}

/// The accounts of the first view, to be taken by the list.
#[derive(Clone, Debug, PartialEq)]
pub enum FirstAccounts {
    /// The response has not arrived yet.
    Pending,
    /// The response or its error.
    Loaded(Result<Accounts, ApiError>),
    /// Taken or outdated: the list loads the accounts itself.
    Gone,
}

/// See [`FirstAccounts`].
#[must_use]
pub fn first_accounts() -> RwSignal<FirstAccounts> {
    expect_context()
}

/// Provides the site's data to all descendants; [`load`] fills it.
pub fn provide() {
    provide_context(RwSignal::new(LoadState::<Site>::Pending));
    provide_context(RwSignal::new(FirstAccounts::Pending));
}

/// Loads the first view and applies the host's language. `wants_accounts` tells whether the current
/// page is the list: another page could change the accounts before the list opens.
pub fn load(wants_accounts: bool) {
    let (api, host) = (expect_context::<Api>(), Host::get());
    let (site, accounts, locale) = (site(), first_accounts(), i18n::locale());
    site.set(LoadState::Pending);
    PageScope::current().spawn(async move {
        let (loaded, list) = match api.first_view().await {
            Ok(FirstView {
                session,
                platforms: Platforms { platforms },
                accounts,
            }) => {
                host.attention(accounts.attention);
                (Ok(Site { session, platforms }), Ok(accounts))
            }
            Err(error) => (Err(error.clone()), Err(error)),
        };
        if let (Ok(loaded), false) = (&loaded, host.chose_language()) {
            locale.set(loaded.locale());
        }
        accounts.update(|first| {
            *first = match first {
                FirstAccounts::Pending if wants_accounts => FirstAccounts::Loaded(list),
                _ => FirstAccounts::Gone,
            };
        });
        site.set(loaded.into());
    });
}

/// The state of an account. Its module counts as active while the site's data is unknown.
#[must_use]
pub fn account_state(site: RwSignal<LoadState<Site>>, account: &Account) -> AccountState {
    let module = site.with(|site| {
        site.ready()
            .is_none_or(|site| site.module_active(account.platform))
    });
    AccountState::of(account, module)
}

impl Site {
    /// Whether the site has the platform's module.
    #[must_use]
    pub fn module_active(&self, platform: Platform) -> bool {
        self.platforms
            .iter()
            .any(|info| info.id == platform && info.module_active)
    }

    /// The language of the host.
    #[must_use]
    pub fn locale(&self) -> Locale {
        i18n::of(self.session.language)
    }
}

/// The data of the site, from the context.
#[must_use]
pub fn site() -> RwSignal<LoadState<Site>> {
    expect_context()
}
