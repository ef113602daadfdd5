use std::time::Duration;

use contract::{
    AccountId, SecretText,
    transfer::{Retry, TransferItem, Transfers},
};
use js_sys::Date;
use leptos::prelude::*;

use super::{estimate::Backlog, latest_response::LatestResponse};
use crate::{
    api::ApiError,
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

/// How often it is looked again.
const INTERVAL: Duration = Duration::from_secs(3);

/// What is known of an account's transfers.
#[derive(Clone, Copy)]
pub struct TransferState {
    /// The last look that brought an answer; the first one while none has.
    pub transfers: RwSignal<LoadState<Transfers>>,
    /// When that was (RFC 3339); empty while there was none.
    pub seen_at: RwSignal<String>,
    /// Why the last look failed, if it did.
    pub lost: RwSignal<Option<ApiError>>,
    /// What was set aside: the pages that were asked for.
    pub failed: RwSignal<Vec<TransferItem>>,
    /// Where the next page begins.
    pub next: RwSignal<Option<String>>,
    /// The backlog as it drains.
    pub backlog: RwSignal<Backlog>,
    latest_response: LatestResponse,
    /// The host's token when the session was found to be over.
    ended: StoredValue<Option<SecretText>>,
    host: Host,
    form: Form,
    scope: PageScope,
}

impl TransferState {
    /// LatestResponse now, and again while somebody latest_response and something can change.
    pub fn watch(form: Form) -> Self {
        let state = Self {
            transfers: RwSignal::new(LoadState::Pending),
            seen_at: RwSignal::new(String::new()),
            lost: RwSignal::new(None),
            failed: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            backlog: RwSignal::new(Backlog::default()),
            latest_response: LatestResponse::none(),
            ended: StoredValue::new(None),
            host: Host::get(),
            form,
            scope: PageScope::current(),
        };
        state.look();
        RetrySignal::get().on_retry(state.transfers, move || state.look());
        // What was saved, or a test that passed, may let go what waited.
        Effect::new(move |before: Option<()>| {
            form.saved.track();
            if before.is_some() {
                state.look();
            }
        });
        let again = set_interval_with_handle(
            move || {
                if state.is_worth_a_look() {
                    state.look();
                }
            },
            INTERVAL,
        );
        on_cleanup(move || {
            if let Ok(again) = again {
                again.clear();
            }
        });
        state
    }

    /// Whether the next look can say something else: something waits, or may arrive.
    fn can_change(self) -> bool {
        let sends = self.form.saved.with_untracked(|saved| {
            saved.as_ref().is_some_and(|saved| {
                let account = &saved.account;
                account.enabled && (account.ecommerce.orders || account.ecommerce.abandoned_carts)
            })
        });
        let waits = self.transfers.with_untracked(|transfers| {
            transfers
                .ready()
                .is_none_or(|transfers| transfers.counters.waiting > 0)
        });
        sends || waits
    }

    /// Whether to look by itself: somebody sees it, the answer can be another one, and the last
    /// look is not still on its way.
    fn is_worth_a_look(self) -> bool {
        let idle = !self.latest_response.waits() && !self.session_is_over();
        idle && !document().hidden() && self.can_change()
    }

    /// A session that is over stays so until somebody logs in again, and then there is another
    /// token.
    fn session_is_over(self) -> bool {
        let over = |lost: &Option<ApiError>| *lost == Some(ApiError::NoSession);
        self.lost.with_untracked(over) && self.host.current_token() == self.ended.get_value()
    }

    /// Asks the proxy. The pages that were opened stay until what was set aside changes.
    pub fn look(self) {
        let Some(id) = self.account() else { return };
        let look = self.latest_response.begin();
        self.scope.spawn(async move {
            let answer = self.form.api.transfers(&id, None).await;
            if !self.latest_response.end(look) {
                return;
            }
            let lost = answer.as_ref().err().cloned();
            self.ended.set_value(self.host.current_token());
            // The same labels are not said again every few seconds.
            if self.lost.with_untracked(|known| *known != lost) {
                self.lost.set(lost);
            }
            match answer {
                Ok(answer) => self.seen(answer),
                // A look that failed leaves what was seen before; the first one says so itself.
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

    fn seen(self, answer: Transfers) {
        let counters = answer.counters;
        let before = self
            .transfers
            .with_untracked(|t| t.ready().map(|t| t.counters.failed));
        self.backlog
            .update(|backlog| *backlog = backlog.seen(counters.waiting - counters.held));
        if before != Some(counters.failed) {
            let (items, next) = (answer.items.clone(), answer.next_cursor.clone());
            self.show_failed(|failed| *failed = items, next);
        }
        self.seen_at.set(Date::new_0().to_iso_string().into());
        self.transfers.set(LoadState::Ready(answer));
    }

    /// The rows are made anew: whoever was on a button of theirs stays near.
    fn show_failed(self, change: impl FnOnce(&mut Vec<TransferItem>), next: Option<String>) {
        keep_focus("#failed", &["failed-title", "transfers-fold"], || {
            self.failed.update(change);
            self.next.set(next);
        });
    }

    /// Shows one more page of what was set aside.
    pub fn more(self) {
        let (Some(id), Some(cursor)) = (self.account(), self.next.get_untracked()) else {
            return;
        };
        self.scope.spawn(async move {
            match self.form.api.transfers(&id, Some(&cursor)).await {
                // Pressed twice, or looked at again meanwhile: this page is here already.
                Ok(_) if self.next.get_untracked().as_ref() != Some(&cursor) => {}
                Ok(answer) => {
                    let (items, next) = (answer.items, answer.next_cursor);
                    self.show_failed(|failed| failed.extend(items), next);
                }
                Err(error) => self.refused(&error),
            }
        });
    }

    /// *Invia di nuovo*: one, or all.
    pub fn retry(self, ids: Option<Vec<String>>) {
        let Some(id) = self.account() else { return };
        self.scope.spawn(async move {
            match self.form.api.retry(&id, &Retry { ids }).await {
                Ok(answer) => {
                    let text = key!(transfers.retried)(self.form.locale.get_untracked());
                    let text = fill(text, &answer.retried.to_string());
                    self.form.popup.say(Notice::plain(NoticeKind::Good, text));
                    self.look();
                }
                Err(error) => self.refused(&error),
            }
        });
    }

    fn refused(self, error: &ApiError) {
        let (said, locale) = (messages::problem(error), self.form.locale.get_untracked());
        let text = said.sentences(locale);
        self.form.popup.say(Notice::plain(NoticeKind::Bad, text));
    }

    fn account(self) -> Option<AccountId> {
        self.form
            .saved
            .with_untracked(|saved| saved.as_ref().map(|saved| saved.account.id.clone()))
    }
}
