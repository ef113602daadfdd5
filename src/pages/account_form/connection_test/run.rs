//! *Test Connessione*.

use contract::{ConnectionTest, TestOutcome};
use leptos::prelude::*;

use super::result::TestDetail;
use crate::{
    components::{Notice, NoticeKind, focus},
    key, messages,
    pages::account_form::state::{Busy, Form},
};

impl Form {
    /// Tries the saved settings. Pressed again while it is at it, it does nothing.
    pub fn test(self) {
        let Some(id) = self
            .saved
            .with_untracked(|saved| saved.as_ref().map(|s| s.account.id.clone()))
        else {
            return;
        };
        if self.busy.get_untracked() != Busy::Idle || untrack(|| self.why_no_test()).is_some() {
            return;
        }
        self.popup.close();
        self.busy.set(Busy::Testing);
        let owner = self.scope.spawn_stoppable(async move {
            let answer = self.api.test(&id).await;
            self.busy.set(Busy::Idle);
            match answer {
                Ok(test) => self.tested(test),
                Err(error) => {
                    let (said, locale) = (messages::problem(&error), self.locale.get_untracked());
                    let text = said.sentences(locale);
                    self.popup.show(Notice::plain(NoticeKind::Bad, text));
                }
            }
        });
        self.test_owner.set_value(owner);
    }

    /// Stops waiting for a test that is going on.
    pub fn stop_test(self) {
        self.test_owner.update_value(|owner| {
            if let Some(owner) = owner.take() {
                owner.cleanup();
            }
        });
        if self.busy.get_untracked() == Busy::Testing {
            self.busy.set(Busy::Idle);
        }
    }

    /// *Annulla test*.
    pub fn cancel_test(self) {
        self.stop_test();
        // The button that was pressed goes with what it stopped.
        focus("test");
        let text = key!(outcome.cancelled)(self.locale.get_untracked()).to_owned();
        self.popup.show(Notice::plain(NoticeKind::Plain, text));
    }

    fn tested(self, test: ConnectionTest) {
        let kind = match test.outcome {
            TestOutcome::Ok => NoticeKind::Good,
            _ => NoticeKind::Bad,
        };
        let title = messages::outcome(test.outcome)(self.locale.get_untracked()).to_owned();
        let shown = test.clone();
        let detail = ViewFn::from(move || view! { <TestDetail test=shown.clone()/> });
        self.popup.show(Notice {
            kind,
            title,
            detail,
        });
        self.saved.update(|saved| {
            if let Some(saved) = saved {
                saved.account.last_test = Some(test);
            }
        });
    }
}
