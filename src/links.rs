//! The panel's paths and the navigation between them.

use contract::AccountId;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// *Lista degli Account*.
pub const LIST: &str = "/";
/// *Dati Account* of a new account.
pub const NEW: &str = "/accounts/new";

/// *Lista dei Log*.
pub const LOG: &str = "/log";

/// *Dati Account* of a saved account.
#[must_use]
pub fn account(id: &AccountId) -> String {
    ["/accounts/", id.as_str()].concat()
}

/// The panel's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// *Lista degli Account*.
    List,
    /// *Dati Account* of any account.
    Account,
    /// *Lista dei Log*.
    Log,
    /// No page of the panel.
    Unknown,
}

impl Page {
    /// The page of a path.
    #[must_use]
    pub fn at(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" => Self::List,
            LOG => Self::Log,
            path if account_in(path).is_some() => Self::Account,
            _ => Self::Unknown,
        }
    }
}

/// The account in the path of *Dati Account*: an id, or `new`.
#[must_use]
pub fn account_in(path: &str) -> Option<&str> {
    let id = path.trim_end_matches('/').strip_prefix("/accounts/")?;
    (!id.is_empty() && !id.contains('/')).then_some(id)
}

type Navigate = Box<dyn Fn(&str, NavigateOptions)>;

/// Navigates within the panel, for event handlers.
#[derive(Clone, Copy)]
pub struct Navigator(StoredValue<Navigate, LocalStorage>);

impl Navigator {
    /// The router's navigation, from the context.
    #[must_use]
    pub fn get() -> Self {
        let navigate: Navigate = Box::new(use_navigate());
        Self(StoredValue::new_local(navigate))
    }

    /// Navigates to a page of the panel.
    pub fn open(self, path: &str) {
        self.navigate(path, NavigateOptions::default());
    }

    /// Replaces the URL of the current page and keeps the scroll position.
    pub fn replace(self, path: &str) {
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        self.navigate(path, options);
    }

    fn navigate(self, path: &str, options: NavigateOptions) {
        self.0.with_value(|navigate| navigate(path, options));
    }
}

/// A function that navigates to a page of the panel.
pub fn opener() -> impl Fn(&str) + Copy + Send + Sync + 'static {
    let navigator = Navigator::get();
    move |path: &str| navigator.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_its_page() {
        assert_eq!(Page::at("/"), Page::List);
        assert_eq!(Page::at(NEW), Page::Account);
        assert_eq!(Page::at("/accounts/0198/"), Page::Account);
        assert_eq!(Page::at(LOG), Page::Log);
        for path in ["/accounts", "/accounts/", "/accounts/a/b", "/other"] {
            assert_eq!(Page::at(path), Page::Unknown, "{path}");
        }
        assert_eq!(account_in("/accounts/0198"), Some("0198"));
    }
}
