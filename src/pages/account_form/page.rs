use contract::{Account, AccountId};
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_params_map;
use leptos_use::{use_event_listener, use_window};

use super::{
    conflict::ConflictDialog,
    connection_test,
    credentials::Credentials,
    draft::DraftStoreFields,
    draft_storage::DraftOffer,
    ecommerce::EcommerceSection,
    general::General,
    leave_guard::{self, LeaveDialog},
    saved_sections::SavedSections,
    saving::{load_other_account, save},
    state::Form,
    state_banner::StateBanner,
    toolbar::Toolbar,
};
use crate::{
    api::ApiError,
    components::{Failure, PageTitle, focus, focused},
    i18n::{self, fill},
    key,
    load_state::LoadState,
    retry::RetrySignal,
    t,
};

/// *Dati Account* of a new account (`/accounts/new`) or of a saved one.
#[component]
pub fn AccountForm() -> impl IntoView {
    let form = Form::new();
    let phase = RwSignal::new(LoadState::<()>::Pending);
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    RetrySignal::get().on_retry(phase, move || open(form, phase, id));
    Effect::new(move |before: Option<()>| {
        let asked = id.get();
        let shown = form.saved.id_untracked();
        // The URL of a new account changes when it is saved, but the page stays.
        if shown.is_some_and(|shown| shown.as_str() == asked) {
            return;
        }
        if before.is_some() {
            // A link from one account to another: the same steps as on a page change (`app.rs`).
            form.services.popup.close();
            request_animation_frame(|| focus("page-title"));
        }
        open(form, phase, id);
    });
    leave_guard::watch(form);
    let content = move || match phase.get() {
        LoadState::Pending => view! { <Skeleton/> }.into_any(),
        LoadState::Failed(error) => view! { <Failure error/> }.into_any(),
        LoadState::Ready(()) => view! { <Fields form/> }.into_any(),
    };
    view! {
        <main class="page-main page-form">
            <PageTitle><Title form/></PageTitle>
            {content}
            <ConflictDialog form/>
            <LeaveDialog form/>
        </main>
    }
}

#[component]
fn Title(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    move || {
        let locale = locale.get();
        let title =
            |account: &Account| fill(key!(form.title_edit)(locale), account.description.as_str());
        let new = || key!(form.title_new)(locale).to_owned();
        form.saved.read(title).unwrap_or_else(new)
    }
}

/// Fills the form for the account in the URL.
fn open(form: Form, phase: RwSignal<LoadState<()>>, address: Memo<String>) {
    // A running test and an open dialog belong to the previous account.
    connection_test::stop(form);
    form.page.conflict.dialog.close();
    form.page.cancelling_history.close();
    let asked = address.get_untracked();
    if asked == "new" {
        form.show(None);
        load_other_account(form);
        phase.set(LoadState::Ready(()));
        return;
    }
    phase.set(LoadState::Pending);
    form.services.scope.spawn(async move {
        let answer = match AccountId::parse(&asked) {
            Some(id) => form.services.api.account(&id).await,
            None => Err(ApiError::not_found()),
        };
        if address.get_untracked() == asked {
            phase.set(answer.map(|saved| form.show(Some(saved))).into());
        }
    });
}

#[component]
fn Fields(form: Form) -> impl IntoView {
    let shortcut = move |event| save_on_shortcut(form, &event);
    let _ = use_event_listener(use_window(), ev::keydown, shortcut);
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        save(form);
    };
    view! {
        <form class="form" novalidate aria-labelledby="page-title" on:submit=on_submit>
            <div class="form-cards">
                <DraftOffer form/>
                <StateBanner form/>
                <General form/>
                <Credentials form/>
                <EcommerceSection form/>
                <SavedSections form/>
            </div>
            <Toolbar form/>
        </form>
    }
}

/// Ctrl+S and ⌘S save, wherever the focus is, unless a dialog is open.
fn save_on_shortcut(form: Form, event: &ev::KeyboardEvent) {
    if !(event.ctrl_key() || event.meta_key()) || !event.key().eq_ignore_ascii_case("s") {
        return;
    }
    event.prevent_default();
    if event.repeat() || untrack(|| form.page.is_asking()) {
        return;
    }
    // Some browsers fire `change` for a selection by keyboard only on blur.
    if focused().as_deref() == Some("platform") {
        form.draft.platform().set(event_target_value(event));
    }
    save(form);
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="card skeleton">
            <span class="visually-hidden">{t!(loading)}</span>
            <span class="skeleton-row"></span>
            <span class="skeleton-row"></span>
            <span class="skeleton-row"></span>
        </div>
    }
}
