use contract::{AccountId, ProblemCode};
use leptos::prelude::*;

use super::{saving::save, state::Form};
use crate::{
    api::ApiError,
    components::{ReloadButton, WayOn, focus},
    host::embedded,
    i18n::{self, Key},
    key, links, messages, t,
};

/// The error of the last save, when it failed as a whole.
#[component]
pub fn SaveFailure(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let locale = i18n::locale();
    let over = form.services.host.session_is_over();
    Effect::new(move || {
        let failed = form.page.failed;
        if !over.get() && failed.with_untracked(|error| *error == Some(ApiError::NoSession)) {
            failed.set(None);
        }
    });
    let failure = move || {
        let error = form.page.failed.get()?;
        let (message, locale) = (messages::problem(&error), locale.get());
        let stored = form.page.draft_stored.get_untracked();
        let stays = what_stays(&error).filter(|_| stored).map(|key| key(locale));
        // The bar at the top of the page already reports the ended session.
        let (what, advice) = match error == ApiError::NoSession && embedded() {
            true => (key!(form.not_saved)(locale), ""),
            false => ((message.what)(locale), (message.advice)(locale)),
        };
        Some(view! {
            <div class="failure">
                <p>
                    <strong>{what}</strong>
                    " " {advice} " " {stays}
                </p>
                <Remedy form error/>
            </div>
        })
    };
    view! { <div role="alert">{failure}</div> }
}

#[component]
fn Remedy(form: Form, error: ApiError) -> impl IntoView {
    if let Some(id) = existing_account(&error) {
        return view! { <a href=links::account(&id)>{t!(form.already_open)}</a> }.into_any();
    }
    let on_retry = move |()| {
        // The button disappears together with the error.
        focus("save");
        save(form);
    };
    // After a new login in the back office the merchant may want to reload the page.
    let reload = (error == ApiError::NoSession).then(|| view! { <ReloadButton class="button"/> });
    view! { <WayOn error on_retry/> {reload} }.into_any()
}

/// What a reload restores from the stored draft, where the error offers a reload.
fn what_stays(error: &ApiError) -> Option<Key> {
    match error {
        ApiError::NoSession => Some(key!(form.draft_stays_after_reload)),
        ApiError::Unreadable => Some(key!(form.draft_stays)),
        _ if error.code() == Some(ProblemCode::Unknown) => Some(key!(form.draft_stays)),
        _ => None,
    }
}

/// The existing account of the platform.
fn existing_account(error: &ApiError) -> Option<AccountId> {
    match error {
        ApiError::Refused(problem) if problem.code == ProblemCode::PlatformAlreadyConfigured => {
            problem.account_id.clone()
        }
        _ => None,
    }
}
