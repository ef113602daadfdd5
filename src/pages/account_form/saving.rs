//! *Salva*: validates, saves, and resolves conflicts.

use contract::{AccountField, ConnectionTest, FieldError, ProblemCode, TestOutcome};
use leptos::prelude::*;

use super::{
    connection_test, differences::differences, draft::Draft, general::OtherAccount,
    page_state::Busy, state::Form,
};
use crate::{
    api::{ApiError, Versioned},
    components::{NoticeKind, focus, focused, keep_focus},
    i18n::Key,
    key, links,
};

/// Saves the form. No effect while a save is in progress.
pub fn save(form: Form) {
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
        match send(form, &sent).await {
            Ok(saved) => saved_as(form, &sent, saved),
            Err(error) => refused(form, &sent, error).await,
        }
        form.page.busy.set(Busy::Idle);
    });
}

/// Validates the input with the proxy's rules.
fn validate(form: Form, draft: &Draft) -> Result<(), Vec<FieldError>> {
    match form.saved.get_untracked() {
        Some(saved) => draft.to_update().validate(&saved.account).map(|_| ()),
        None => draft.to_new().validate().map(|_| ()),
    }
}

async fn send(form: Form, draft: &Draft) -> Result<Versioned, ApiError> {
    match form.saved.get_untracked() {
        Some(saved) => update(form, &saved, draft).await,
        None => {
            let key = form.idempotency_key.get_value();
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
    let what = if verified {
        key!(form.saved)
    } else {
        key!(form.saved_unverified)
    };
    let more = is_new.then(|| key!(form.ecommerce_shown));
    let sentences: Vec<Key> = [what].into_iter().chain(more).collect();
    form.services.notify(NoticeKind::Good, &sentences);
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

/// Loads the currently saved version, and asks which values to keep where both changed.
async fn compare(form: Form, sent: &Draft) {
    let Some(base) = form.saved.get_untracked() else {
        return;
    };
    let theirs = match form.services.api.account(&base.account.id).await {
        Ok(theirs) => theirs,
        Err(error) => return form.page.failed.set(Some(error)),
    };
    let untouched = Draft::of(&base.account) == Draft::of(&theirs.account)
        && base.account.api_key == theirs.account.api_key;
    if differences(sent, &base.account, &theirs.account).is_empty() {
        // The saved version equals the sent one: its response was lost.
        saved_as(form, sent, theirs);
    } else if untouched {
        // No field of the form changed, only whether the account is enabled.
        match update(form, &theirs, sent).await {
            Ok(saved) => saved_as(form, sent, saved),
            Err(error) => form.page.failed.set(Some(error)),
        }
    } else {
        form.page.conflict.ask(Some(theirs));
    }
}

/// Shows the errors beside the fields and focuses the first invalid field.
fn show_errors(form: Form, errors: Vec<FieldError>) {
    let first = form.page.errors.set(errors);
    form.services
        .notify(NoticeKind::Bad, &[key!(form.errors_summary)]);
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
