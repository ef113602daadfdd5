use contract::{Account, AccountId};
use js_sys::{Array, JsString};
use leptos::prelude::*;

use super::rows::{Cell, Column, Filters, Language, Order, Row, arrange};
use crate::{
    api::{Api, ApiError},
    components::{Notice, NoticeKind, Popup, age, focus, lower, number, options},
    host::Host,
    i18n::{self, Key, Locale, fill},
    key,
    load_state::LoadState,
    messages,
    page_scope::PageScope,
    retry::RetrySignal,
    session::{self, FirstAccounts, Site},
};

/// What the page knows and what is chosen on it. Everything shown is derived from this.
#[derive(Clone, Copy)]
pub struct ListState {
    /// The accounts.
    pub accounts: RwSignal<LoadState<Vec<Account>>>,
    /// The selected row.
    pub selected: RwSignal<Option<AccountId>>,
    /// What is typed in each filter.
    pub filters: [RwSignal<String>; 5],
    /// By which column the grid is sorted.
    pub order: RwSignal<Option<Order>>,
    rows: Memo<Vec<Row>>,
    api: Api,
    host: Host,
    popup: Popup,
    site: RwSignal<LoadState<Site>>,
    locale: RwSignal<Locale>,
    scope: PageScope,
}

impl ListState {
    /// An empty page that asks for its accounts.
    pub fn load() -> Self {
        let state = Self {
            accounts: RwSignal::new(LoadState::Pending),
            selected: RwSignal::new(None),
            filters: std::array::from_fn(|_| RwSignal::new(String::new())),
            order: RwSignal::new(None),
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
        RetrySignal::get().on_retry(state.accounts, move || state.reload());
        state
    }

    /// Shows the accounts that the first view brings, or loads them when it is over.
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
                self.accounts
                    .set(loaded.map(|answer| answer.accounts).into());
            }
        });
    }

    /// Loads the accounts.
    pub fn reload(self) {
        self.accounts.set(LoadState::Pending);
        self.scope.spawn(async move {
            let answer = self.api.accounts().await;
            if let Ok(answer) = &answer {
                self.host.attention(answer.attention);
            }
            self.accounts
                .set(answer.map(|answer| answer.accounts).into());
        });
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

    /// Switches an account on or off, and says what that means.
    pub fn set_enabled(self, id: AccountId, enabled: bool) {
        self.scope.spawn(async move {
            match self.api.set_enabled(&id, enabled).await {
                Ok(changed) => {
                    let (locale, name) =
                        (self.locale.get_untracked(), changed.description.to_string());
                    self.notify(
                        NoticeKind::Good,
                        if enabled {
                            fill(key!(list.enabled_done)(locale), &name)
                        } else {
                            fill(key!(list.disabled_done)(locale), &name)
                        },
                    );
                    self.change(|accounts| {
                        if let Some(account) = accounts.iter_mut().find(|a| a.id == changed.id) {
                            // Only the list says how much waits.
                            let transfers = changed.transfers.or(account.transfers);
                            *account = Account {
                                transfers,
                                ..changed
                            };
                        }
                    });
                    self.tell_attention().await;
                }
                Err(error) => self.refused(&error),
            }
        });
    }

    /// Asks how much there is to look at now, and tells the host.
    async fn tell_attention(self) {
        // Without an answer the host keeps what it knows.
        if let Ok(answer) = self.api.accounts().await {
            self.host.attention(answer.attention);
        }
    }

    /// Deletes an account; one that is gone already is as good as deleted.
    pub fn delete(self, account: Account) {
        self.scope.spawn(async move {
            match self.api.delete(&account.id).await {
                Err(error) if error.code() != Some(contract::ProblemCode::NotFound) => {
                    self.refused(&error);
                }
                _ => {
                    let text = key!(list.deleted_done)(self.locale.get_untracked());
                    self.notify(NoticeKind::Good, fill(text, account.description.as_str()));
                    self.selected.set(None);
                    // The row that had the focus is gone.
                    request_animation_frame(|| focus("page-title"));
                    self.change(|accounts| accounts.retain(|other| other.id != account.id));
                    self.tell_attention().await;
                }
            }
        });
    }

    fn change(self, change: impl FnOnce(&mut Vec<Account>)) {
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
        let module = self.site.with(|site| {
            site.ready()
                .is_none_or(|site| site.module_active(account.platform))
        });
        let state: Key = match (module, account.enabled) {
            (false, _) => key!(list.module_off),
            (true, true) => key!(list.enabled),
            (true, false) => key!(list.disabled),
        };
        let text = |text: &str| Cell {
            text: text.to_owned(),
            sort: None,
        };
        Row {
            id: account.id.clone(),
            cells: [
                text(account.description.as_str()),
                text(account.platform.name()),
                text(state(locale)),
                last_test(account, locale),
                transfers(account, locale),
            ],
            muted: !module || !account.enabled,
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
        // Sorts before every moment.
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

/// The browser's own tables.
const BROWSER: Language = Language {
    compare: |a, b| {
        let numbers = options(&[("numeric", "true")]);
        JsString::from(a)
            .locale_compare(b, &Array::new(), &numbers)
            .cmp(&0)
    },
    lower,
};

/// How much waits, was sent, and was set aside; nothing while nothing was ever handed over.
fn transfers(account: &Account, locale: Locale) -> Cell {
    let Some(counters) = account.transfers else {
        return Cell::default();
    };
    let entry = |name: Key, count: i64| [name(locale), ": ", &number(count, locale)].concat();
    let entries = [
        entry(key!(transfers.waiting), counters.waiting),
        entry(key!(transfers.sent), counters.sent),
        entry(key!(transfers.failed), counters.failed),
    ];
    // Without the separators of the language, which are no digits.
    let sort = [counters.waiting, counters.sent, counters.failed].map(|count| count.to_string());
    Cell {
        text: entries.join(" · "),
        sort: Some(sort.join(" ")),
    }
}
