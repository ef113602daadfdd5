//! *Salva*.

use contract::{AccountField, ConnectionTest, FieldError, ProblemCode, TestOutcome};
use leptos::prelude::*;
use strum::VariantArray;

use super::{
    draft::{Draft, differences},
    state::{Busy, Form},
};
use crate::{
    api::{ApiError, Versioned},
    components::{Notice, NoticeKind, focus, focused, keep_focus},
    i18n::Key,
    key, links,
};

impl Form {
    /// Stores the settings. Pressed again while it is at it, it does nothing.
    pub fn save(self) {
        match self.busy.get_untracked() {
            Busy::Idle => {}
            Busy::Saving => return,
            // It tries what is about to change.
            Busy::Testing => self.stop_test(),
        }
        // What it says was of an earlier attempt; whoever was in it stays near.
        keep_focus(".popup-region", &["save"], || self.popup.close());
        self.failed.set(None);
        if let Err(errors) = self.check() {
            self.show_errors(errors);
            return;
        }
        self.busy.set(Busy::Saving);
        let sent = untrack(|| self.draft());
        self.scope.spawn(async move {
            match self.send(&sent).await {
                Ok(saved) => self.was_saved(&sent, saved),
                Err(error) => self.was_refused(&sent, error).await,
            }
            self.busy.set(Busy::Idle);
        });
    }

    /// Checks what is typed as the proxy will.
    fn check(self) -> Result<(), Vec<FieldError>> {
        let draft = untrack(|| self.draft());
        self.saved.with_untracked(|saved| match saved {
            Some(saved) => draft.to_update().validate(&saved.account).map(|_| ()),
            None => draft.to_new().validate().map(|_| ()),
        })
    }

    async fn send(self, draft: &Draft) -> Result<Versioned, ApiError> {
        match self.saved.get_untracked() {
            Some(saved) => {
                self.api
                    .update(&saved.account.id, &saved.etag, &draft.to_update())
                    .await
            }
            None => {
                let key = self.idempotency_key.get_value();
                self.api.create(&draft.to_new(), &key).await
            }
        }
    }

    fn was_saved(self, sent: &Draft, saved: Versioned) {
        let is_new = self.saved.with_untracked(Option::is_none);
        let works = |test: &ConnectionTest| test.outcome == TestOutcome::Ok && !test.stale;
        let verified = saved.account.last_test.as_ref().is_some_and(works);
        let path = links::account(&saved.account.id);
        let typed = untrack(|| self.draft());
        let in_key = focused().as_deref() == Some("api-key");
        self.show(Some(saved));
        self.fill(&typed.after_saving(sent, self.baseline.get_untracked()));
        if in_key {
            // Another control has taken the place of the one that had the focus.
            request_animation_frame(|| focus("api-key"));
        }
        let what = if verified {
            key!(form.saved)
        } else {
            key!(form.saved_unverified)
        };
        let more = is_new.then(|| key!(form.ecommerce_shown));
        self.notify(
            NoticeKind::Good,
            &[what].into_iter().chain(more).collect::<Vec<Key>>(),
        );
        if is_new {
            self.rename_page(&path);
        }
    }

    async fn was_refused(self, sent: &Draft, error: ApiError) {
        match error.code() {
            Some(ProblemCode::InvalidFields) if !error.fields().is_empty() => {
                self.show_errors(error.fields().to_vec());
            }
            Some(ProblemCode::Changed) => self.look_at_conflict(sent).await,
            Some(ProblemCode::PlatformAlreadyConfigured) => {
                self.look_for_other();
                self.failed.set(Some(error));
            }
            _ => self.failed.set(Some(error)),
        }
    }

    /// Fetches what is saved now, and asks which values to keep where both sides changed them.
    async fn look_at_conflict(self, sent: &Draft) {
        let Some(base) = self.saved.get_untracked() else {
            return;
        };
        let theirs = match self.api.account(&base.account.id).await {
            Ok(theirs) => theirs,
            Err(error) => return self.failed.set(Some(error)),
        };
        let untouched = Draft::of(&base.account) == Draft::of(&theirs.account)
            && base.account.api_key == theirs.account.api_key;
        if differences(sent, &base.account, &theirs.account).is_empty() {
            // What is saved is what was sent: an answer got lost on its way.
            self.was_saved(sent, theirs);
        } else if untouched {
            // Nothing of the form changed, only whether the account is active: nobody is in the way.
            let answer = self
                .api
                .update(&theirs.account.id, &theirs.etag, &sent.to_update())
                .await;
            match answer {
                Ok(saved) => self.was_saved(sent, saved),
                Err(error) => self.failed.set(Some(error)),
            }
        } else {
            self.conflict.set(Some(theirs));
            self.conflict_dialog.show();
        }
    }

    /// Shows what is wrong beside the fields, and puts the focus into the first of them.
    fn show_errors(self, errors: Vec<FieldError>) {
        let mut fields = AccountField::VARIANTS.iter().copied();
        let first = fields.find(|field| errors.iter().any(|e| AccountField::of(e) == Some(*field)));
        self.errors.set(errors);
        self.notify(NoticeKind::Bad, &[key!(form.errors_summary)]);
        if let Some(id) = first.map(control_id) {
            // The field may only now come into the page: after the next paint it is there.
            request_animation_frame(move || focus(id));
        }
    }

    fn notify(self, kind: NoticeKind, sentences: &[Key]) {
        let locale = self.locale.get_untracked();
        let text: Vec<&str> = sentences.iter().map(|sentence| sentence(locale)).collect();
        self.popup.show(Notice::plain(kind, text.join(" ")));
    }
}

/// The id of the control that edits a field.
const fn control_id(field: AccountField) -> &'static str {
    match field {
        AccountField::Description => "description",
        AccountField::Platform => "platform",
        AccountField::AccountName => "account-name",
        AccountField::ApiKey => "api-key",
    }
}
