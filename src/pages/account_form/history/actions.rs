//! *Avvia*, *Pausa*, *Riprendi* and *Annulla*.

use contract::{
    FieldCode,
    history::{History, HistoryState, HistoryUpdate},
};
use leptos::prelude::*;

use super::{labels::is_all, stage::Stage, state::OldOrders};
use crate::{
    api::ApiError,
    components::{NoticeKind, focus},
    i18n::Key,
    key, messages,
};

/// A day before every order. Without a day the proxy keeps the one that it knows.
const ALL: &str = "1970-01-01";

impl OldOrders {
    /// *Avvia*. `is_valid` is false while the day is incomplete.
    pub fn start(self, is_valid: bool) {
        if !is_valid {
            return self.show_error(key!(history.since_invalid));
        }
        let since = match self.since.get_untracked() {
            day if !day.is_empty() => Some(day),
            // The orders of this day are done: all of them are more.
            _ if self.is_done_since_a_day() => Some(ALL.to_owned()),
            _ => None,
        };
        let update = HistoryUpdate {
            state: HistoryState::Running,
            since,
        };
        self.change(update, key!(history.started));
    }

    fn is_done_since_a_day(self) -> bool {
        let done = self.stage.get_untracked().is_done();
        done && self
            .history
            .with_untracked(|it| !it.as_ref().is_some_and(is_all))
    }

    /// *Pausa*.
    pub fn pause(self) {
        self.change(to(HistoryState::Paused), key!(history.paused_done));
    }

    /// *Riprendi*.
    pub fn resume(self) {
        self.change(to(HistoryState::Running), key!(history.resumed));
    }

    /// *Annulla*, after the question.
    pub fn cancel(self) {
        self.change(to(HistoryState::Cancelled), key!(history.cancelled_done));
    }

    fn change(self, update: HistoryUpdate, done: Key) {
        let Some(id) = self.form.saved.id_untracked() else {
            return;
        };
        if self.changing.get_untracked() {
            return;
        }
        self.changing.set(true);
        self.since_error.set(None);
        let services = self.form.services;
        self.scope.spawn(async move {
            match services.api.set_history(&id, &update).await {
                Ok(history) => self.changed(history, &update, done),
                Err(error) => self.refused(&error),
            }
            self.changing.set(false);
        });
    }

    fn changed(self, history: History, update: &HistoryUpdate, done: Key) {
        let started = update.state == HistoryState::Running;
        if started && Stage::of(Some(&history)).is_done() {
            return self.show_error(key!(history.since_done));
        }
        self.form.services.notify(NoticeKind::Good, &[done]);
        self.transfers.set_history(history);
    }

    fn refused(self, error: &ApiError) {
        match error.fields().iter().find(|it| it.pointer == "/since") {
            Some(field) => self.show_error(match field.code {
                FieldCode::InTheFuture => key!(history.since_future),
                _ => key!(history.since_invalid),
            }),
            None => {
                let message = messages::problem(error);
                let sentences = [message.what, message.advice];
                self.form.services.notify(NoticeKind::Bad, &sentences);
            }
        }
    }

    fn show_error(self, error: Key) {
        self.since_error.set(Some(error));
        focus("history-since");
    }
}

fn to(state: HistoryState) -> HistoryUpdate {
    HistoryUpdate { state, since: None }
}
