//! *Salva*: validates, saves, and resolves conflicts.

use contract::{AccountField, ConnectionTest, FieldError, ProblemCode, TestOutcome};
use leptos::prelude::*;

use super::{
    connection_test,
    differences::{Field, differences},
    draft::Draft,
    field_labels::names,
    merge::{Merged, merge},
    page_state::{Busy, OtherAccount},
    state::Form,
};
use crate::{
    api::{ApiError, Versioned},
    components::{Notice, NoticeKind, focus, focused, keep_focus},
    i18n::{Key, fill},
    key, links,
};

/// Saves the form. No effect while a save is in progress.
pub fn save(form: Form) {
    save_then(form, || ());
}

/// *Salva e prova*: saves the form, then tests the saved settings. Without changes it only tests.
pub fn save_and_test(form: Form) {
    if form.saved.id_untracked().is_some() && !form.dirty_untracked() {
        connection_test::start(form);
    } else {
        save_then(form, move || {
            if !form.dirty_untracked() {
                connection_test::start(form);
            }
        });
    }
}

/// Saves the form, and runs `next` if the save succeeded without a conflict.
fn save_then(form: Form, next: impl FnOnce() + 'static) {
    match form.page.busy.get_untracked() {
        Busy::Idle => {}
        Busy::Saving => return,
        // The test uses the settings that are about to change.
        Busy::Testing => connection_test::stop(form),
    }
    // The pop-up is about an earlier attempt; a focus inside moves to an element nearby.
    let popup = form.services.popup;
    keep_focus(".popup-region", &["save"], || popup.close());
    form.page.failed.set(None);
    let sent = form.draft.get_untracked();
    if let Err(errors) = validate(form, &sent) {
        show_errors(form, errors);
        return;
    }
    form.page.busy.set(Busy::Saving);
    form.services.scope.spawn(async move {
        let is_saved = match send(form, &sent).await {
            Ok(saved) => {
                saved_as(form, &sent, saved);
                true
            }
            Err(error) => {
                refused(form, &sent, error).await;
                false
            }
        };
        form.page.busy.set(Busy::Idle);
        if is_saved {
            next();
        }
    });
}

/// Validates the input with the proxy's rules.
fn validate(form: Form, draft: &Draft) -> Result<(), Vec<FieldError>> {
    let allowed = untrack(|| form.api_domains());
    match form.saved.get_untracked() {
        Some(saved) => {
            let valid = draft.to_update().validate(&saved.account, &allowed);
            valid.map(|_| ())
        }
        None => draft.to_new().validate(&allowed).map(|_| ()),
    }
}

async fn send(form: Form, draft: &Draft) -> Result<Versioned, ApiError> {
    match form.saved.get_untracked() {
        Some(saved) => update(form, &saved, draft).await,
        None => {
            let key = form.idempotency_key.get_value().to_string();
            form.services.api.create(&draft.to_new(), &key).await
        }
    }
}

async fn update(form: Form, saved: &Versioned, draft: &Draft) -> Result<Versioned, ApiError> {
    let api = form.services.api;
    api.update(&saved.account.id, &saved.etag, &draft.to_update())
        .await
}

/// Shows the saved account, and keeps what was typed meanwhile.
fn saved_as(form: Form, sent: &Draft, saved: Versioned) {
    let is_new = !untrack(|| form.saved.exists());
    let works = |test: &ConnectionTest| test.outcome == TestOutcome::Ok && !test.stale;
    let verified = saved.account.last_test.as_ref().is_some_and(works);
    let path = links::account(&saved.account.id);
    let shown = Draft::of(&saved.account);
    let typed = form.draft.get_untracked().after_saving(sent, shown);
    let in_key = focused().as_deref() == Some("api-key");
    form.show(Some(saved));
    form.fill(typed);
    if in_key {
        // Another control has replaced the focused one.
        request_animation_frame(|| focus("api-key"));
    }
    let what: Key = match (verified, is_new) {
        (true, _) => key!(form.saved),
        (false, true) => key!(form.saved_first),
        (false, false) => key!(form.saved_unverified),
    };
    form.services.notify(NoticeKind::Good, &[what]);
    if is_new {
        form.services.navigator.replace(&path);
    }
}

async fn refused(form: Form, sent: &Draft, error: ApiError) {
    match error.code() {
        Some(ProblemCode::InvalidFields) if !error.fields().is_empty() => {
            show_errors(form, error.fields().to_vec());
        }
        Some(ProblemCode::Changed) => compare(form, sent).await,
        Some(ProblemCode::PlatformAlreadyConfigured) => {
            load_other_account(form);
            form.page.failed.set(Some(error));
        }
        _ => form.page.failed.set(Some(error)),
    }
}

/// Loads the currently saved version, merges what only one side changed, and asks which values to
/// keep where both changed.
async fn compare(form: Form, sent: &Draft) {
    let Some(base) = form.saved.get_untracked() else {
        return;
    };
    let theirs = match form.services.api.account(&base.account.id).await {
        Ok(theirs) => theirs,
        Err(error) => return form.page.failed.set(Some(error)),
    };
    if differences(sent, &base.account, &theirs.account).is_empty() {
        // The saved version equals the sent one: its response was lost.
        return saved_as(form, sent, theirs);
    }
    let Merged {
        draft,
        theirs: merged,
        conflicts,
    } = merge(sent, Some(&base.account), &theirs.account);
    if !conflicts.is_empty() {
        return form.page.conflict.ask(Some(base.account), Some(theirs));
    }
    match update(form, &theirs, &draft).await {
        Ok(saved) => {
            saved_as(form, sent, saved);
            say_merged(form, &merged);
        }
        Err(error) => form.page.failed.set(Some(error)),
    }
}

/// Shows which changes of the other user were merged.
fn say_merged(form: Form, fields: &[Field]) {
    if !fields.is_empty() {
        let locale = form.services.locale.get_untracked();
        let text = fill(key!(conflict.saved_merged)(locale), &names(fields, locale));
        form.services.say(NoticeKind::Good, text);
    }
}

/// Shows the errors beside the fields and focuses the first invalid field.
fn show_errors(form: Form, errors: Vec<FieldError>) {
    let first = form.page.errors.set(errors);
    // The errors are shown beside their fields and stay there.
    let summary = key!(form.errors_summary)(form.services.locale.get_untracked());
    let notice = Notice::brief(NoticeKind::Bad, summary.to_owned());
    form.services.popup.show(notice);
    if let Some(id) = first.map(control_id) {
        // The field may be inserted only now: it exists after the next paint.
        request_animation_frame(move || focus(id));
    }
}

/// Loads the site's ActiveCampaign account, which conflicts with a new one.
pub fn load_other_account(form: Form) {
    form.services.scope.spawn(async move {
        // If the request fails, the save reports the conflict.
        if let Ok(answer) = form.services.api.accounts().await {
            form.page.other.set(OtherAccount::among(answer.accounts));
        }
    });
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
