use contract::AccountId;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{
    conflict::conflict, credentials::credentials, draft_storage, ecommerce::ecommerce,
    general::general, leave_guard, state::Form, toolbar::toolbar, transfers::transfers,
};
use crate::{
    api::ApiError,
    components::{dynamic, failure, focus, focused},
    i18n::{self, fill},
    key,
    links::account_in,
    load_state::LoadState,
    retry::RetrySignal,
};

/// *Dati Account*, of a new account (`/accounts/new`) or a saved one.
pub fn account_page() -> AnyView {
    let form = Form::new();
    let phase = RwSignal::new(LoadState::<()>::Pending);
    let path = use_location().pathname;
    let id = Memo::new(move |before: Option<&String>| {
        let id = path.with(|path| account_in(path).map(ToOwned::to_owned));
        // On the way to another page this one is still here, for a moment.
        id.or_else(|| before.cloned()).unwrap_or_default()
    });
    RetrySignal::get().on_retry(phase, move || open(form, phase, id));
    Effect::new(move |before: Option<()>| {
        let shown_id = id.get();
        let shown = form.saved.with_untracked(|s| {
            s.as_ref()
                .is_some_and(|s| s.account.id.as_str() == shown_id)
        });
        // A new account that was just saved is here already: only its address changed.
        if !shown {
            if before.is_some() {
                // By the link of a new account to the one that is there: another page all the same.
                form.popup.close();
                request_animation_frame(|| focus("page-title"));
            }
            open(form, phase, id);
        }
    });
    leave_guard::guard(form);
    let locale = i18n::locale();
    let title = move || {
        let locale = locale.get();
        form.saved.with(|saved| match saved {
            Some(saved) => fill(
                key!(form.title_edit)(locale),
                saved.account.description.as_str(),
            ),
            None => key!(form.title_new)(locale).to_owned(),
        })
    };
    let content = dynamic(move || match phase.get() {
        LoadState::Pending => skeleton(),
        LoadState::Failed(error) => failure(&error),
        LoadState::Ready(()) => fields(form),
    });
    view! {
        <main class="page-main page-form">
            <h1 id="page-title" tabindex="-1">{title}</h1>
            {content}
            {conflict(form)}
            {leave_guard::question(form)}
        </main>
    }
    .into_any()
}

/// Fills the form for the address of the moment.
fn open(form: Form, phase: RwSignal<LoadState<()>>, address: Memo<String>) {
    // What was going on belongs to the account that was here.
    form.stop_test();
    form.conflict_dialog.close();
    let asked = address.get_untracked();
    if asked == "new" {
        form.show(None);
        form.look_for_other();
        phase.set(LoadState::Ready(()));
        return;
    }
    phase.set(LoadState::Pending);
    form.scope.spawn(async move {
        let answer = match AccountId::parse(&asked) {
            Some(id) => form.api.account(&id).await,
            None => Err(ApiError::not_found()),
        };
        if address.get_untracked() == asked {
            phase.set(answer.map(|saved| form.show(Some(saved))).into());
        }
    });
}

fn fields(form: Form) -> AnyView {
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        form.save();
    };
    // Ctrl+S and ⌘S save, wherever the focus is.
    let shortcut = window_event_listener(leptos::ev::keydown, move |event| {
        if (event.ctrl_key() || event.meta_key()) && event.key().eq_ignore_ascii_case("s") {
            event.prevent_default();
            // A question that is open is answered first.
            if !event.repeat() && !untrack(|| form.is_asking()) {
                // Some browsers tell of a choice made by keyboard only when the focus has left.
                if focused().as_deref() == Some("platform") {
                    form.platform.set(event_target_value(&event));
                }
                form.save();
            }
        }
    });
    on_cleanup(move || shortcut.remove());
    view! {
        <form class="form" novalidate aria-labelledby="page-title" on:submit=save>
            <div class="form-cards">
                {draft_storage::offer(form)}
                {general(form)}
                {credentials(form)}
                {ecommerce(form)}
                {transfers(form)}
            </div>
            {toolbar(form)}
        </form>
    }
    .into_any()
}

fn skeleton() -> AnyView {
    let locale = i18n::locale();
    view! {
        <div class="card skeleton">
            <span class="visually-hidden">{move || key!(loading)(locale.get())}</span>
            <span class="skeleton-row"></span>
            <span class="skeleton-row"></span>
            <span class="skeleton-row"></span>
        </div>
    }
    .into_any()
}
