use contract::AccountField;
use leptos::prelude::*;

use super::state::Form;
use crate::{
    components::{Field, Icon, described_by, focus},
    i18n::{self, fill},
    key, t,
};

/// *API Key*: a field to type a key, or the last characters of the stored one.
#[component]
pub fn ApiKeyField(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let error = form.error(AccountField::ApiKey);
    let typed = Memo::new(move |_| form.key_is_typed());
    view! {
        <Field
            id="api-key"
            label=t!(form.api_key)
            required=true
            error
            hint=move || view! { <Hint form/> }
        >
            <Show when=move || typed.get() fallback=move || view! { <StoredKey form/> }>
                <TypedKey form/>
            </Show>
        </Field>
    }
}

#[component]
fn Hint(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    move || {
        let key = match form.saved.with(Option::is_some) {
            true if form.renamed() => key!(form.api_key_again),
            true if form.replacing_key.get() => key!(form.api_key_keep_hint),
            true => return None,
            false => key!(form.api_key_hint),
        };
        Some(key(locale.get()))
    }
}

/// The field for a new key, masked, with a button that shows what is typed.
#[component]
fn TypedKey(form: Form) -> impl IntoView {
    let error = form.error(AccountField::ApiKey);
    let shown = RwSignal::new(false);
    view! {
        <span class="with-button">
            <input
                id="api-key"
                class="input"
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                required
                aria-invalid=move || error.get().is_some().to_string()
                aria-describedby=described_by("api-key")
                bind:value=form.api_key
                on:input=move |_| form.touched(AccountField::ApiKey)
                on:change=move |_| form.understand_key()
                // The event comes before the pasted text is in the field.
                on:paste=move |_| request_animation_frame(move || form.understand_key())
            />
            <ShowKey shown/>
            <KeepKey form/>
        </span>
    }
}

/// Shows or masks what is typed.
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
            aria-pressed=move || shown.get().to_string()
            on:click=move |_| shown.update(|shown| *shown = !*shown)
        >
            <Icon name=icon/>
        </button>
    }
}

/// Keeps the stored key after all, where there is one that fits the account name.
#[component]
fn KeepKey(form: Form) -> impl IntoView {
    let can_keep = Memo::new(move |_| form.saved.with(Option::is_some) && !form.renamed());
    let keep = move |_| {
        form.api_key.set(String::new());
        form.replacing_key.set(false);
        form.touched(AccountField::ApiKey);
        request_animation_frame(|| focus("api-key"));
    };
    view! {
        <Show when=move || can_keep.get()>
            <button type="button" class="button" on:click=keep>{t!(form.api_key_keep)}</button>
        </Show>
    }
}

/// The last characters of the stored key, and a button to replace it.
#[component]
fn StoredKey(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let stored = move || {
        let last4 = form
            .saved
            .with(|saved| saved.as_ref().map(|s| s.account.api_key.last4.clone()));
        match last4.as_deref() {
            Some("") | None => key!(form.api_key_stored_short)(locale.get()).to_owned(),
            Some(last4) => fill(key!(form.api_key_stored)(locale.get()), last4),
        }
    };
    let replace = move |_| {
        form.replacing_key.set(true);
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
