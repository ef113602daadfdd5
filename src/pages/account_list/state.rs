use contract::{Account, AccountId, Accounts, DeletedAccount, Platform};
use js_sys::{Array, JsString};
use leptos::prelude::*;

use super::rows::{Cell, Column, Filters, Language, Order, Row, arrange};
use crate::{
    api::{Api, ApiError},
    components::{Notice, NoticeKind, Popup, age, focus, lower, now, number, options},
    host::Host,
    i18n::{self, Key, Locale, fill},
    key,
    load_state::LoadState,
    messages,
    page_scope::PageScope,
    polling::poll_while_visible,
    retry::RetrySignal,
    session::{self, FirstAccounts, Site, account_state},
};

/// The state of the page. Everything shown is derived from it.
#[derive(Clone, Copy)]
pub struct ListState {
    /// The accounts.
    pub accounts: RwSignal<LoadState<Vec<Account>>>,
    /// The deleted accounts that can be restored.
    pub deleted: RwSignal<Vec<DeletedAccount>>,
    /// The selected row.
    pub selected: RwSignal<Option<AccountId>>,
    /// The value of each filter.
    pub filters: [RwSignal<String>; 5],
    /// The sort order of the grid.
    pub order: RwSignal<Option<Order>>,
    /// When the accounts were last loaded (RFC 3339); empty before the first response.
    pub updated_at: RwSignal<String>,
    /// Whether the last refresh failed.
    pub lost: RwSignal<bool>,
    /// Counts loads and local changes: an older response is ignored.
    edition: StoredValue<u32>,
    rows: Memo<Vec<Row>>,
    api: Api,
    host: Host,
    popup: Popup,
    site: RwSignal<LoadState<Site>>,
    locale: RwSignal<Locale>,
    scope: PageScope,
}

impl ListState {
    /// An empty page that loads its accounts.
    pub fn load() -> Self {
        let state = Self {
            accounts: RwSignal::new(LoadState::Pending),
            deleted: RwSignal::new(Vec::new()),
            selected: RwSignal::new(None),
            filters: std::array::from_fn(|_| RwSignal::new(String::new())),
            order: RwSignal::new(None),
            updated_at: RwSignal::new(String::new()),
            lost: RwSignal::new(false),
            edition: StoredValue::new(0),
            rows: Memo::new(|_| Vec::new()),
            api: expect_context(),
            host: Host::get(),
            popup: Popup::get(),
            site: session::site(),
            locale: i18n::locale(),
            scope: PageScope::current(),
        };
        let state = Self {
            rows: Memo::new(move |_| state.arranged()),
            ..state
        };
        state.take_first();
        poll_while_visible(move || state.refresh());
        RetrySignal::get().on_retry(state.accounts, move || state.reload());
        state
    }

    /// Takes the accounts of the first view, or loads them if they are gone.
    fn take_first(self) {
        let first = session::first_accounts();
        if first.with_untracked(|first| *first == FirstAccounts::Gone) {
            return self.reload();
        }
        Effect::new(move || {
            if first.with(|first| matches!(first, FirstAccounts::Loaded(_)))
                && let Some(FirstAccounts::Loaded(loaded)) =
                    first.try_update(|first| std::mem::replace(first, FirstAccounts::Gone))
            {
                self.received(loaded);
            }
        });
    }

    /// Shows the accounts or the error. A single account is selected.
    fn received(self, answer: Result<Accounts, ApiError>) {
        self.edition.update_value(|edition| *edition += 1);
        self.lost.set(false);
        let accounts = answer.map(
            |Accounts {
                 accounts, deleted, ..
             }| {
                if self.deleted.with_untracked(|known| *known != deleted) {
                    self.deleted.set(deleted);
                }
                accounts
            },
        );
        if let Ok(accounts) = &accounts {
            self.updated_at.set(now());
            if let [only] = accounts.as_slice()
                && self.selected.with_untracked(Option::is_none)
            {
                self.selected.set(Some(only.id.clone()));
            }
        }
        let accounts = accounts.into();
        // An unchanged list is not rendered again.
        if self.accounts.with_untracked(|known| *known != accounts) {
            self.accounts.set(accounts);
        }
    }

    /// Loads the accounts.
    pub fn reload(self) {
        self.accounts.set(LoadState::Pending);
        self.scope.spawn(async move {
            let answer = self.api.accounts().await;
            if let Ok(answer) = &answer {
                self.host.attention(answer.attention);
            }
            self.received(answer);
        });
    }

    /// Reloads the accounts. The last response is kept while the next one is pending or fails.
    pub fn refresh(self) {
        if self.accounts.with_untracked(|it| it.ready().is_some()) {
            self.scope.spawn(async move { self.read_again().await });
        }
    }

    async fn read_again(self) {
        let edition = self.edition.get_value();
        match self.api.accounts().await {
            // Changed locally meanwhile: the response may be outdated.
            Ok(_) if self.edition.get_value() != edition => {}
            Ok(answer) => {
                self.host.attention(answer.attention);
                self.received(Ok(answer));
            }
            Err(_) => self.lost.set(true),
        }
    }

    /// The site's ActiveCampaign account; there is at most one.
    pub fn activecampaign(self) -> Option<Account> {
        self.accounts.with(|accounts| {
            let mut accounts = accounts.ready()?.iter();
            accounts
                .find(|account| account.platform == Platform::ActiveCampaign)
                .cloned()
        })
    }

    /// The rows to show.
    pub fn rows(self) -> Vec<Row> {
        self.rows.get()
    }

    fn arranged(self) -> Vec<Row> {
        let locale = self.locale.get();
        let rows = self.accounts.with(|accounts| {
            accounts
                .ready()
                .into_iter()
                .flatten()
                .map(|account| self.row(account, locale))
                .collect()
        });
        let order = self.order.get();
        let filters: Filters = self.filters.map(|filter| filter.get());
        arrange(rows, &filters, order, BROWSER)
    }

    /// The selected account, unless a filter hides it.
    pub fn selected_account(self) -> Option<Account> {
        let selected = self.selected.get()?;
        if !self.rows().iter().any(|row| row.id == selected) {
            return None;
        }
        self.accounts.with(|accounts| {
            accounts
                .ready()?
                .iter()
                .find(|account| account.id == selected)
                .cloned()
        })
    }

    /// Enables or disables an account and shows the effect.
    pub fn set_enabled(self, id: AccountId, enabled: bool) {
        self.scope.spawn(async move {
            match self.api.set_enabled(&id, enabled).await {
                Ok(changed) => {
                    let locale = self.locale.get_untracked();
                    self.notify(NoticeKind::Good, messages::switched(&changed, locale));
                    self.change(|accounts| {
                        if let Some(account) = accounts.iter_mut().find(|a| a.id == changed.id) {
                            *account = changed;
                        }
                    });
                    self.read_again().await;
                }
                Err(error) => self.refused(&error),
            }
        });
    }

    /// Deletes an account; one that is already deleted counts as success.
    pub fn delete(self, account: Account) {
        self.scope.spawn(async move {
            match self.api.delete(&account.id).await {
                Err(error) if error.code() != Some(contract::ProblemCode::NotFound) => {
                    self.refused(&error);
                }
                _ => {
                    let text = key!(list.deleted_done)(self.locale.get_untracked());
                    let text = fill(text, account.description.as_str());
                    let id = account.id.clone();
                    let undo = move || self.restore(id.clone());
                    let notice = Notice::plain(NoticeKind::Good, text);
                    self.popup
                        .show(notice.with_action(key!(deleted.undo), undo));
                    self.selected.set(None);
                    // The focused row was removed.
                    request_animation_frame(|| focus("page-title"));
                    self.change(|accounts| accounts.retain(|other| other.id != account.id));
                    self.read_again().await;
                }
            }
        });
    }

    /// Restores a deleted account and selects it.
    pub fn restore(self, id: AccountId) {
        self.popup.close();
        self.scope.spawn(async move {
            match self.api.restore(&id).await {
                Ok(restored) => {
                    let text = key!(deleted.restored)(self.locale.get_untracked());
                    let text = fill(text, restored.description.as_str());
                    self.notify(NoticeKind::Good, text);
                    self.selected.set(Some(id));
                    // A response that was requested before is outdated.
                    self.edition.update_value(|edition| *edition += 1);
                }
                Err(error) => self.refused(&error),
            }
            // The pressed button was removed.
            request_animation_frame(|| focus("page-title"));
            self.read_again().await;
        });
    }

    fn change(self, change: impl FnOnce(&mut Vec<Account>)) {
        self.edition.update_value(|edition| *edition += 1);
        self.accounts.update(|accounts| {
            if let Some(accounts) = accounts.ready_mut() {
                change(accounts);
            }
        });
    }

    fn refused(self, error: &ApiError) {
        let said = messages::problem(error);
        let locale = self.locale.get_untracked();
        self.notify(NoticeKind::Bad, said.sentences(locale));
        if error.code() == Some(contract::ProblemCode::NotFound) {
            self.reload();
        }
    }

    fn notify(self, kind: NoticeKind, text: String) {
        self.popup.show(Notice::plain(kind, text));
    }

    fn row(self, account: &Account, locale: Locale) -> Row {
        let state = account_state(self.site, account);
        let text = |text: &str| Cell {
            text: text.to_owned(),
            sort: None,
        };
        Row {
            id: account.id.clone(),
            cells: [
                text(account.description.as_str()),
                text(account.platform.name()),
                text(&messages::state(state, account, locale)),
                last_test(account, locale),
                transfers(account, locale),
            ],
            state,
        }
    }
}

/// The heading of a column.
#[must_use]
pub fn heading(column: Column) -> Key {
    match column {
        Column::Description => key!(list.description),
        Column::Platform => key!(list.platform),
        Column::State => key!(list.state),
        Column::LastTest => key!(list.last_test),
        Column::Transfers => key!(transfers.title),
    }
}

fn last_test(account: &Account, locale: Locale) -> Cell {
    let Some(test) = &account.last_test else {
        // Sorts before every time.
        return Cell {
            text: key!(list.never_tested)(locale).to_owned(),
            sort: Some(String::new()),
        };
    };
    let outcome = messages::outcome(test.outcome)(locale);
    let mut text = [outcome, " · ", &age(&test.at, locale)].concat();
    if test.stale {
        text = [text.as_str(), " · ", key!(list.stale_test)(locale)].concat();
    }
    Cell {
        text,
        sort: Some(test.at.clone()),
    }
}

/// The browser's text functions.
const BROWSER: Language = Language {
    compare: |a, b| {
        let numbers = options(&[("numeric", "true")]);
        JsString::from(a)
            .locale_compare(b, &Array::new(), &numbers)
            .cmp(&0)
    },
    lower,
};

/// The waiting, sent and failed items; empty until the first submission.
fn transfers(account: &Account, locale: Locale) -> Cell {
    let Some(counters) = account.transfers else {
        return Cell::default();
    };
    let entry = |name: Key, count: i64| [name(locale), ": ", &number(count, locale)].concat();
    let entries = [
        entry(key!(transfers.waiting), counters.waiting - counters.held),
        entry(key!(transfers.sent), counters.sent),
        entry(key!(transfers.failed), counters.failed),
    ];
    // Without the separators of the language, which are not digits.
    let sort = [counters.waiting, counters.sent, counters.failed].map(|count| count.to_string());
    Cell {
        text: entries.join(" · "),
        sort: Some(sort.join(" ")),
    }
}
