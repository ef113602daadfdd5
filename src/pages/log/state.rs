use contract::log::{LogCode, LogEntry, LogSort, SortOrder};
use js_sys::Date;
use leptos::prelude::*;

use super::{
    labels,
    query::{PAGE, Query},
};
use crate::{
    api::Api,
    components::{Notice, NoticeKind, Popup, keep_focus, lower, now},
    i18n::{self, Locale},
    load_state::LoadState,
    messages,
    page_scope::PageScope,
    polling::poll_while_visible,
    retry::RetrySignal,
};

/// The state of the page.
#[derive(Clone, Copy)]
pub struct LogState {
    /// The loaded rows, in the order of the query.
    pub entries: RwSignal<LoadState<Vec<LogEntry>>>,
    /// Total number of matching rows.
    pub total: RwSignal<i64>,
    /// The sort column and direction.
    pub order: RwSignal<(LogSort, SortOrder)>,
    /// The filters: a day, a text in the message, a kind, a text in the account's description.
    pub day: RwSignal<String>,
    /// See [`LogState::day`].
    pub message: RwSignal<String>,
    /// See [`LogState::day`].
    pub kind: RwSignal<String>,
    /// See [`LogState::day`].
    pub account: RwSignal<String>,
    /// The row whose details are shown.
    pub shown: RwSignal<Option<LogEntry>>,
    /// When the rows were last loaded (RFC 3339); empty before the first response.
    pub updated_at: RwSignal<String>,
    /// Whether the last refresh failed.
    pub lost: RwSignal<bool>,
    api: Api,
    popup: Popup,
    scope: PageScope,
    locale: RwSignal<Locale>,
}

impl LogState {
    /// A page that loads its rows, and reloads them when a filter or the order changes.
    pub fn load() -> Self {
        let text = || RwSignal::new(String::new());
        let state = Self {
            entries: RwSignal::new(LoadState::Pending),
            total: RwSignal::new(0),
            order: RwSignal::new((LogSort::CreatedAt, SortOrder::Desc)),
            day: text(),
            message: text(),
            kind: text(),
            account: text(),
            shown: RwSignal::new(None),
            updated_at: RwSignal::new(String::new()),
            lost: RwSignal::new(false),
            api: expect_context(),
            popup: Popup::get(),
            scope: PageScope::current(),
            locale: i18n::locale(),
        };
        let query = Memo::new(move |_| state.query());
        Effect::new(move || state.ask(query.get(), 0));
        RetrySignal::get().on_retry(state.entries, move || state.ask(state.query(), 0));
        poll_while_visible(move || state.refresh());
        state
    }

    /// Loads the next page.
    pub fn more(self) {
        let here = self
            .entries
            .with_untracked(|entries| entries.ready().map_or(0, Vec::len));
        self.ask(untrack(|| self.query()), here);
    }

    fn ask(self, query: Query, offset: usize) {
        self.scope.spawn(async move {
            let answer = self.api.log(&query.to_string(offset, encode)).await;
            // The filter changed meanwhile and started its own request.
            if untrack(|| self.query()) != query {
                return;
            }
            match answer {
                Ok(page) => {
                    // The pressed button disappears when there are no more rows.
                    self.updated_at.set(now());
                    self.lost.set(false);
                    keep_focus("#log-more", &["page-title"], || {
                        self.total.set(page.total);
                        self.entries.update(|entries| match entries {
                            // The button was pressed twice: this page is already loaded.
                            LoadState::Ready(entries) if offset > 0 && entries.len() != offset => {}
                            LoadState::Ready(entries) if offset > 0 => entries.extend(page.entries),
                            _ => *entries = LoadState::Ready(page.entries),
                        });
                    });
                }
                // The loaded rows stay, and *Mostra altri* can be pressed again.
                Err(error) if offset > 0 => {
                    let text = messages::problem(&error).sentences(self.locale.get_untracked());
                    self.popup.show(Notice::plain(NoticeKind::Bad, text));
                }
                Err(error) => self.entries.set(LoadState::Failed(error)),
            }
        });
    }

    /// Reloads the newest rows. The shown rows stay while the request is pending or fails.
    pub fn refresh(self) {
        if self.entries.with_untracked(|it| it.ready().is_none()) {
            return;
        }
        let query = untrack(|| self.query());
        self.scope.spawn(async move {
            let answer = self.api.log(&query.to_string(0, encode)).await;
            if untrack(|| self.query()) != query {
                return;
            }
            self.lost.set(answer.is_err());
            let Ok(page) = answer else { return };
            self.updated_at.set(now());
            let shown = self.entries.with_untracked(|it| it.ready().cloned());
            let shown = shown.unwrap_or_default();
            let entries = refreshed(&shown, page.entries);
            self.total.set(page.total);
            // Unchanged rows are not rendered again.
            if entries != shown {
                self.entries.set(LoadState::Ready(entries));
            }
        });
    }

    fn query(self) -> Query {
        let (sort, order) = self.order.get();
        let locale = self.locale.get();
        Query {
            sort,
            order,
            between: day_of(&self.day.get()),
            text: self.message.get(),
            codes: self.message.with(|text| codes_of(text, locale)),
            kind: self.kind.get(),
            account: self.account.get(),
        }
    }
}

/// The rows after a reload of the first page: further pages stay as far as they follow it.
fn refreshed(shown: &[LogEntry], mut first: Vec<LogEntry>) -> Vec<LogEntry> {
    let last = first.last().filter(|_| first.len() == PAGE);
    let end = last.and_then(|last| shown.iter().position(|entry| entry.id == last.id));
    if let Some(end) = end {
        first.extend_from_slice(&shown[end + 1..]);
    }
    first
}

/// The codes whose message contains a text; none for an empty text.
fn codes_of(text: &str, locale: Locale) -> Vec<LogCode> {
    let text = lower(text.trim());
    if text.is_empty() {
        return Vec::new();
    }
    let holds = |code: &LogCode| lower(&labels::sentence(*code, locale)).contains(&text);
    LogCode::all().filter(holds).collect()
}

/// The start of a day in the merchant's time zone, and of the next day.
fn day_of(day: &str) -> Option<(String, String)> {
    let start = Date::new(&[day, "T00:00"].concat().into());
    let time = start.get_time();
    if day.is_empty() || time.is_nan() {
        return None;
    }
    // Days differ in length when clocks change.
    let next = Date::new(&time.into());
    next.set_date(start.get_date() + 1);
    Some((start.to_iso_string().into(), next.to_iso_string().into()))
}

fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
