use contract::AccountField;
use leptos::prelude::*;

use super::{recognition::recognise_key, stored_key};
use crate::{
    components::{Field, Icon, described_by, focus},
    i18n::{self, fill},
    key,
    pages::account_form::{draft::DraftStoreFields, state::Form},
    t,
};

/// *API Key*: a field for a new key, or the last characters of the stored one.
#[component]
pub fn ApiKeyField(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let error = form.page.errors.message(AccountField::ApiKey);
    view! {
        <Field
            id="api-key"
            label=t!(form.api_key)
            required=true
            error
            hint=move || view! { <Hint form/> }
        >
            <Show
                when=move || stored_key::is_typed(form)
                fallback=move || view! { <StoredKey form/> }
            >
                <TypedKey form/>
            </Show>
        </Field>
    }
}

/// A shorter text is not an ActiveCampaign key, which has 72 characters.
const SHORT: usize = 20;

/// The length of the key, shown once it was typed and the field lost the focus; empty without a
/// key.
fn typed_length(form: Form) -> Option<usize> {
    let known = form.page.recognition.key_length.get()?;
    let length = form
        .draft
        .api_key()
        .with(|key| key.expose().chars().count());
    (length == known).then_some(length)
}

#[component]
fn Hint(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    move || {
        let locale = locale.get();
        let short = typed_length(form).filter(|length| *length < SHORT);
        let short = short.map(|length| {
            let text = fill(key!(form.api_key_short)(locale), &length.to_string());
            view! { <p>{text}</p> }
        });
        (stored_key::hint(form).map(|key| key(locale)), short)
    }
}

/// The masked field for a new key, with a button that unmasks it.
#[component]
fn TypedKey(form: Form) -> impl IntoView {
    let (key, errors) = (form.draft.api_key(), form.page.errors);
    let error = errors.message(AccountField::ApiKey);
    let typed = move |event| {
        key.set(event_target_value(&event).into());
        errors.clear(AccountField::ApiKey);
    };
    let shown = RwSignal::new(false);
    view! {
        <span class="with-button">
            <input
                id="api-key"
                class="input"
                type=move || if shown.get() { "text" } else { "password" }
                // The key is no login. Chromium ignores `off` for a password field; a one-time code
                // it neither fills in nor offers to save. The others are for the extensions of
                // 1Password, LastPass, Bitwarden and Dashlane.
                autocomplete="one-time-code"
                data-1p-ignore=""
                data-lpignore="true"
                data-bwignore=""
                data-form-type="other"
                autocapitalize="none"
                spellcheck="false"
                required
                aria-invalid=move || error.get().is_some().to_string()
                aria-describedby=described_by("api-key")
                prop:value=move || key.with(|key| key.expose().to_owned())
                on:input=typed
                on:change=move |_| recognise_key(form)
                // `paste` fires before the text is in the field.
                on:paste=move |_| request_animation_frame(move || recognise_key(form))
            />
            <ShowKey shown/>
            <KeepKey form/>
        </span>
    }
}

/// Unmasks or masks the key.
#[component]
fn ShowKey(shown: RwSignal<bool>) -> impl IntoView {
    let locale = i18n::locale();
    let label = move || {
        let key = if shown.get() {
            key!(form.api_key_hide)
        } else {
            key!(form.api_key_show)
        };
        key(locale.get())
    };
    let icon = Signal::derive(move || {
        if shown.get() {
            "icon-eye-off"
        } else {
            "icon-eye"
        }
    });
    view! {
        <button
            type="button"
            class="button button-icon"
            aria-label=label
            title=label
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            <Icon name=icon/>
        </button>
    }
}

/// Returns to the stored key, if there is one that belongs to the account name.
#[component]
fn KeepKey(form: Form) -> impl IntoView {
    let keep = move |_| {
        stored_key::keep(form);
        request_animation_frame(|| focus("api-key"));
    };
    view! {
        <Show when=move || stored_key::can_keep(form)>
            <button type="button" class="button" on:click=keep>{t!(form.api_key_keep)}</button>
        </Show>
    }
}

/// The last characters of the stored key, and a button to replace it.
#[component]
fn StoredKey(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let stored = move || {
        let last4 = form.saved.read(|account| account.api_key.last4.clone());
        match last4.as_deref() {
            Some("") | None => key!(form.api_key_stored_short)(locale.get()).to_owned(),
            Some(last4) => fill(key!(form.api_key_stored)(locale.get()), last4),
        }
    };
    let replace = move |_| {
        stored_key::replace(form);
        request_animation_frame(|| focus("api-key"));
    };
    view! {
        <span class="with-button">
            <input
                id="api-key"
                class="input"
                type="text"
                readonly
                aria-describedby=described_by("api-key")
                prop:value=stored
            />
            <button type="button" class="button" on:click=replace>{t!(form.api_key_replace)}</button>
        </span>
    }
}
