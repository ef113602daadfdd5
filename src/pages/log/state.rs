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

/// What the page knows and what is chosen on it.
#[derive(Clone, Copy)]
pub struct LogState {
    /// The rows so far, newest page last.
    pub entries: RwSignal<LoadState<Vec<LogEntry>>>,
    /// How many there are in all.
    pub total: RwSignal<i64>,
    /// By what, and which way it is sorted.
    pub order: RwSignal<(LogSort, SortOrder)>,
    /// The filters: a day, a text of the message, a kind, a text of the account.
    pub day: RwSignal<String>,
    /// See [`LogState::day`].
    pub message: RwSignal<String>,
    /// See [`LogState::day`].
    pub kind: RwSignal<String>,
    /// See [`LogState::day`].
    pub account: RwSignal<String>,
    /// The row whose details are shown.
    pub shown: RwSignal<Option<LogEntry>>,
    /// When the rows were read last (RFC 3339); empty before the first answer.
    pub updated_at: RwSignal<String>,
    /// Whether the last refresh failed.
    pub lost: RwSignal<bool>,
    api: Api,
    popup: Popup,
    scope: PageScope,
    locale: RwSignal<Locale>,
}

impl LogState {
    /// A page that asks for its rows, and again whenever a filter or the order changes.
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

    /// Asks for the rows after those that are here.
    pub fn more(self) {
        let here = self
            .entries
            .with_untracked(|entries| entries.ready().map_or(0, Vec::len));
        self.ask(untrack(|| self.query()), here);
    }

    fn ask(self, query: Query, offset: usize) {
        self.scope.spawn(async move {
            let answer = self.api.log(&query.to_string(offset, encode)).await;
            // A filter that changed meanwhile has asked for itself.
            if untrack(|| self.query()) != query {
                return;
            }
            match answer {
                Ok(page) => {
                    // The button that was pressed goes when there is no more.
                    self.updated_at.set(now());
                    self.lost.set(false);
                    keep_focus("#log-more", &["page-title"], || {
                        self.total.set(page.total);
                        self.entries.update(|entries| match entries {
                            // Pressed twice, this page is here already.
                            LoadState::Ready(entries) if offset > 0 && entries.len() != offset => {}
                            LoadState::Ready(entries) if offset > 0 => entries.extend(page.entries),
                            _ => *entries = LoadState::Ready(page.entries),
                        });
                    });
                }
                // What is here stays; *Mostra altri* is still there to be pressed again.
                Err(error) if offset > 0 => {
                    let text = messages::problem(&error).sentences(self.locale.get_untracked());
                    self.popup.show(Notice::plain(NoticeKind::Bad, text));
                }
                Err(error) => self.entries.set(LoadState::Failed(error)),
            }
        });
    }

    /// Reads the newest rows again. What is shown stays while the answer is on its way, or lost.
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

/// The rows once their first page was read again: the further pages stay as far as they follow it.
fn refreshed(shown: &[LogEntry], mut first: Vec<LogEntry>) -> Vec<LogEntry> {
    let last = first.last().filter(|_| first.len() == PAGE);
    let end = last.and_then(|last| shown.iter().position(|entry| entry.id == last.id));
    if let Some(end) = end {
        first.extend_from_slice(&shown[end + 1..]);
    }
    first
}

/// The codes whose sentence holds a text; none for no text.
fn codes_of(text: &str, locale: Locale) -> Vec<LogCode> {
    let text = lower(text.trim());
    if text.is_empty() {
        return Vec::new();
    }
    let holds = |code: &LogCode| lower(&labels::sentence(*code, locale)).contains(&text);
    LogCode::all().filter(holds).collect()
}

/// The first moment of a day of the merchant's clock, and of the next.
fn day_of(day: &str) -> Option<(String, String)> {
    let start = Date::new(&[day, "T00:00"].concat().into());
    let time = start.get_time();
    if day.is_empty() || time.is_nan() {
        return None;
    }
    // Days are not all as long: clocks change.
    let next = Date::new(&time.into());
    next.set_date(start.get_date() + 1);
    Some((start.to_iso_string().into(), next.to_iso_string().into()))
}

fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
