use contract::{ConnectionTest, TestOutcome};
use leptos::prelude::*;

use super::result::TestDetail;
use crate::{
    components::{Notice, NoticeKind, focus},
    i18n::Key,
    key, messages,
    pages::account_form::{page_state::Busy, state::Form},
};

/// The owner of the running test: cleaning it up cancels the test.
#[derive(Clone, Copy)]
pub struct RunningTest(StoredValue<Option<Owner>>);

impl RunningTest {
    /// No running test.
    pub fn none() -> Self {
        Self(StoredValue::new(None))
    }
}

/// Why *Test Connessione* is disabled.
pub fn why_not(form: Form) -> Option<Key> {
    reason(form.saved.exists(), form.dirty())
}

/// Only saved settings can be tested.
fn reason(saved: bool, unsaved_changes: bool) -> Option<Key> {
    match (saved, unsaved_changes) {
        (false, _) => Some(key!(form.test_needs_save)),
        (true, true) => Some(key!(form.test_unsaved)),
        (true, false) => None,
    }
}

/// Tests the saved settings. No effect while a test runs.
pub fn start(form: Form) {
    let Some(id) = form.saved.id_untracked() else {
        return;
    };
    let busy = form.page.busy;
    if busy.get_untracked() != Busy::Idle || form.dirty_untracked() {
        return;
    }
    form.services.popup.close();
    busy.set(Busy::Testing);
    let owner = form.services.scope.spawn_stoppable(async move {
        let answer = form.services.api.test(&id).await;
        busy.set(Busy::Idle);
        match answer {
            Ok(test) => show(form, test),
            Err(error) => {
                let message = messages::problem(&error);
                let sentences = [message.what, message.advice];
                form.services.notify(NoticeKind::Bad, &sentences);
            }
        }
    });
    form.page.test.0.set_value(owner);
}

/// Cancels a running test.
pub fn stop(form: Form) {
    let owner = form.page.test.0.try_update_value(Option::take);
    if let Some(owner) = owner.flatten() {
        owner.cleanup();
    }
    let busy = form.page.busy;
    if busy.get_untracked() == Busy::Testing {
        busy.set(Busy::Idle);
    }
}

/// *Annulla test*.
pub fn cancel(form: Form) {
    stop(form);
    // The pressed button disappears together with the test.
    focus("test");
    form.services
        .notify(NoticeKind::Plain, &[key!(outcome.cancelled)]);
}

fn show(form: Form, test: ConnectionTest) {
    let kind = match test.outcome {
        TestOutcome::Ok => NoticeKind::Good,
        _ => NoticeKind::Bad,
    };
    let locale = form.services.locale.get_untracked();
    let title = messages::outcome(test.outcome)(locale).to_owned();
    let shown = test.clone();
    let sends = form
        .saved
        .read(|account| account.ecommerce.orders || account.ecommerce.abandoned_carts);
    let sends = sends.unwrap_or_default();
    let detail = ViewFn::from(move || view! { <TestDetail test=shown.clone() sends/> });
    form.services.popup.show(Notice {
        kind,
        title,
        detail,
        leaves: kind == NoticeKind::Good,
    });
    form.saved.set_last_test(test);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_is_off_while_never_saved_or_changed() {
        assert!(reason(false, true).is_some());
        assert!(reason(true, true).is_some());
        assert!(reason(true, false).is_none());
    }
}
