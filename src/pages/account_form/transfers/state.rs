use contract::{
    Account, SecretText,
    history::{History, HistoryState},
    transfer::{Retry, TransferItem, Transfers},
};
use js_sys::Date;
use leptos::prelude::*;
use leptos_use::use_interval_fn;

use super::{estimate::Backlog, labels, latest_response::LatestResponse, rejected::Rejected};
use crate::{
    api::{ApiError, List},
    components::{Notice, NoticeKind, keep_focus},
    host::Host,
    i18n::fill,
    key,
    load_state::LoadState,
    messages,
    page_scope::PageScope,
    pages::account_form::state::Form,
    retry::RetrySignal,
};

/// The polling interval of the transfers, in milliseconds.
const INTERVAL: u64 = 3_000;

/// The transfers of an account.
#[derive(Clone, Copy)]
pub struct TransferState {
    /// The last response; before it, the state of the first request.
    pub transfers: RwSignal<LoadState<Transfers>>,
    /// When the last response arrived (RFC 3339); empty before it.
    pub updated_at: RwSignal<String>,
    /// The error of the last request, if it failed.
    pub lost: RwSignal<Option<ApiError>>,
    /// The loaded pages of failed items.
    pub failed: RwSignal<Vec<TransferItem>>,
    /// The cursor of the next page.
    pub next: RwSignal<Option<String>>,
    /// Items rejected on submission.
    pub rejected: Rejected,
    /// The progress of the backlog.
    pub backlog: RwSignal<Backlog>,
    /// Whether a retry (*Invia di nuovo*) is pending.
    pub retrying: RwSignal<bool>,
    /// The retried items and the times of their previous failures.
    retried: StoredValue<Vec<(String, String)>>,
    responses: LatestResponse,
    /// The host's token that the proxy rejected.
    ended: StoredValue<Option<SecretText>>,
    host: Host,
    form: Form,
    scope: PageScope,
}

impl TransferState {
    /// Loads the transfers now, and polls them while the page is visible and they can change.
    pub fn load(form: Form) -> Self {
        let state = Self {
            transfers: RwSignal::new(LoadState::Pending),
            updated_at: RwSignal::new(String::new()),
            lost: RwSignal::new(None),
            failed: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            rejected: Rejected::none(form),
            backlog: RwSignal::new(Backlog::default()),
            retrying: RwSignal::new(false),
            retried: StoredValue::new(Vec::new()),
            responses: LatestResponse::none(),
            ended: StoredValue::new(None),
            host: Host::get(),
            form,
            scope: PageScope::current(),
        };
        state.refresh();
        RetrySignal::get().on_retry(state.transfers, move || state.refresh());
        // A save or a successful test may resume sending.
        Effect::new(move |before: Option<()>| {
            form.saved.track();
            if before.is_some() {
                state.refresh();
            }
        });
        use_interval_fn(
            move || {
                if state.should_poll() {
                    state.refresh();
                }
            },
            INTERVAL,
        );
        state
    }

    /// Whether the next response can differ: something waits, or may arrive.
    fn can_change(self) -> bool {
        let sends = |account: &Account| {
            account.enabled && (account.ecommerce.orders || account.ecommerce.abandoned_carts)
        };
        let sends = untrack(|| self.form.saved.read(sends)).unwrap_or_default();
        let waits = self.transfers.with_untracked(|transfers| {
            transfers
                .ready()
                .is_none_or(|transfers| transfers.counters.waiting > 0)
        });
        sends || waits
    }

    /// Whether to poll: the page is visible, the response can differ, and no request is pending.
    fn should_poll(self) -> bool {
        let idle = !self.responses.is_pending() && !self.session_is_over();
        idle && !document().hidden() && self.can_change()
    }

    /// Whether the session has ended. After a new login the host sends another token.
    fn session_is_over(self) -> bool {
        let over = |lost: &Option<ApiError>| *lost == Some(ApiError::NoSession);
        self.lost.with_untracked(over) && self.host.current_token() == self.ended.get_value()
    }

    /// Loads the transfers. Loaded pages of failed items are kept until their number changes.
    pub fn refresh(self) {
        let Some(id) = self.form.saved.id_untracked() else {
            return;
        };
        let request = self.responses.begin();
        self.scope.spawn(async move {
            let answer = self
                .form
                .services
                .api
                .transfers(&id, List::Failed, None)
                .await;
            if !self.responses.end(request) {
                return;
            }
            let lost = answer.as_ref().err().cloned();
            self.ended.set_value(self.host.current_token());
            // An unchanged message is not announced again on every poll.
            if self.lost.with_untracked(|known| *known != lost) {
                self.lost.set(lost);
            }
            match answer {
                Ok(answer) => self.received(answer),
                // A failed request keeps the last response; if the first one fails, its error is
                // shown.
                Err(error) if self.transfers.with_untracked(|t| t.ready().is_none()) => {
                    let failed = LoadState::Failed(error);
                    if self.transfers.with_untracked(|known| *known != failed) {
                        self.transfers.set(failed);
                    }
                }
                Err(_) => {}
            }
        });
    }

    fn received(self, answer: Transfers) {
        let counters = answer.counters;
        let known = self.transfers.with_untracked(|transfers| {
            let known = transfers.ready()?;
            Some((known.counters.failed, known.items.clone()))
        });
        self.backlog.update(|backlog| {
            let stays = counters.held + paused(answer.history.as_ref());
            let (left, now) = (counters.waiting - stays, Date::now() / 1000.0);
            *backlog = std::mem::take(backlog).seen(left, counters.sent, now);
        });
        self.say_what_was_refused_again(&answer.items);
        if known != Some((counters.failed, answer.items.clone())) {
            let (items, next) = (answer.items.clone(), answer.next_cursor.clone());
            self.show_failed(|failed| *failed = items, next);
        }
        self.updated_at.set(Date::new_0().to_iso_string().into());
        self.rejected.seen(counters.rejected);
        self.host.attention(answer.attention);
        self.form.saved.set_transfers(&answer);
        self.transfers.set(LoadState::Ready(answer));
    }

    /// The rows are replaced: a focus inside moves to the heading.
    fn show_failed(self, change: impl FnOnce(&mut Vec<TransferItem>), next: Option<String>) {
        keep_focus("#failed", &["failed-title", "transfers-fold"], || {
            self.failed.update(change);
            self.next.set(next);
        });
    }

    /// Shows the progress of the old orders from the response to a change, and refreshes.
    pub fn set_history(self, history: History) {
        self.transfers.update(|transfers| {
            if let Some(transfers) = transfers.ready_mut() {
                transfers.history = Some(history);
            }
        });
        self.refresh();
    }

    /// Loads one more page of failed items.
    pub fn more(self) {
        let (Some(id), Some(cursor)) = (self.form.saved.id_untracked(), self.next.get_untracked())
        else {
            return;
        };
        self.scope.spawn(async move {
            let api = self.form.services.api;
            match api.transfers(&id, List::Failed, Some(&cursor)).await {
                // The button was pressed twice, or the list was refreshed meanwhile: this page is
                // outdated.
                Ok(_) if self.next.get_untracked().as_ref() != Some(&cursor) => {}
                Ok(answer) => {
                    let (items, next) = (answer.items, answer.next_cursor);
                    self.show_failed(|failed| failed.extend(items), next);
                }
                Err(error) => self.refused(&error),
            }
        });
    }

    /// *Invia di nuovo*: retries one item, or all.
    pub fn retry(self, ids: Option<Vec<String>>) {
        let Some(id) = self.form.saved.id_untracked() else {
            return;
        };
        if self.retrying.get_untracked() {
            return;
        }
        self.retrying.set(true);
        self.remember_retried(ids.as_deref());
        self.scope.spawn(async move {
            let services = self.form.services;
            match services.api.retry(&id, &Retry { ids }).await {
                Ok(answer) => {
                    let sentence = match answer.retried {
                        0 => key!(transfers.retried_before),
                        _ => key!(transfers.retried),
                    };
                    let text = sentence(services.locale.get_untracked());
                    services.say(NoticeKind::Good, fill(text, &answer.retried.to_string()));
                    self.refresh();
                }
                Err(error) => self.refused(&error),
            }
            self.retrying.set(false);
        });
    }

    /// Records the failure times of the items to retry; without `ids`, of all.
    fn remember_retried(self, ids: Option<&[String]>) {
        let is_retried = |item: &&TransferItem| ids.is_none_or(|ids| ids.contains(&item.id));
        let retried: Vec<(String, String)> = self.failed.with_untracked(|failed| {
            let retried = failed.iter().filter(is_retried);
            retried
                .map(|item| (item.id.clone(), failed_at(item)))
                .collect()
        });
        self.retried.update_value(|known| {
            known.retain(|(id, _)| retried.iter().all(|(other, _)| other != id));
            known.extend(retried);
        });
    }

    /// Shows once which retried items ActiveCampaign refused again.
    fn say_what_was_refused_again(self, failed: &[TransferItem]) {
        let refused = |item: &&TransferItem| {
            let later = |(id, at): &(String, String)| *id == item.id && *at < failed_at(item);
            self.retried.with_value(|retried| retried.iter().any(later))
        };
        let again: Vec<&TransferItem> = failed.iter().filter(refused).collect();
        let Some(first) = again.first() else { return };
        self.retried.update_value(|retried| {
            retried.retain(|(id, _)| again.iter().all(|item| item.id != *id));
        });
        let locale = self.form.services.locale.get_untracked();
        let names: Vec<String> = again
            .iter()
            .map(|item| labels::name(item, locale))
            .collect();
        let text = fill(key!(transfers.refused_again)(locale), &names.join(", "));
        let why = first.failure.as_ref();
        let why = why.map_or("", |failure| messages::failure(failure.code)(locale));
        self.form
            .services
            .say(NoticeKind::Bad, [&text, " ", why].concat());
    }

    fn refused(self, error: &ApiError) {
        let (said, locale) = (
            messages::problem(error),
            self.form.services.locale.get_untracked(),
        );
        let text = said.sentences(locale);
        self.form
            .services
            .popup
            .show(Notice::plain(NoticeKind::Bad, text));
    }
}

/// How many old orders wait because the merchant paused them.
fn paused(history: Option<&History>) -> i64 {
    let paused = history.filter(|it| it.state == HistoryState::Paused);
    paused.map_or(0, |it| it.waiting)
}

/// When an item failed: RFC 3339; empty when it did not fail.
fn failed_at(item: &TransferItem) -> String {
    item.failure
        .as_ref()
        .map_or_else(String::new, |failure| failure.at.clone())
}
