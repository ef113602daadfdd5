//! *Test Connessione*.

use contract::{ConnectionTest, TestOutcome};
use leptos::prelude::*;

use super::{
    form::{Busy, Form},
    test_result,
};
use crate::{
    key, texts,
    ui::{Notice, NoticeKind, focus},
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
        let owner = self.tasks.spawn_stoppable(async move {
            let answer = self.api.test(&id).await;
            self.busy.set(Busy::Idle);
            match answer {
                Ok(test) => self.tested(test),
                Err(error) => {
                    let (said, locale) = (texts::problem(&error), self.locale.get_untracked());
                    let text = said.sentences(locale);
                    self.popup.say(Notice::plain(NoticeKind::Bad, text));
                }
            }
        });
        self.test_owner.set_value(owner);
    }

    /// Stops waiting for a test that is going on.
    pub(super) fn stop_test(self) {
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
        self.popup.say(Notice::plain(NoticeKind::Plain, text));
    }

    fn tested(self, test: ConnectionTest) {
        let kind = match test.outcome {
            TestOutcome::Ok => NoticeKind::Good,
            _ => NoticeKind::Bad,
        };
        let title = texts::outcome(test.outcome)(self.locale.get_untracked()).to_owned();
        let shown = test.clone();
        let detail = ViewFn::from(move || test_result::detail(&shown));
        self.popup.say(Notice {
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
