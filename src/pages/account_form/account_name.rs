use contract::{AccountField, AccountNameSource};
use leptos::prelude::*;

use super::state::Form;
use crate::{
    components::{Field, described_by, focus},
    i18n::{self, fill},
    key, t,
};

/// *Nome Account*.
#[component]
pub fn AccountNameField(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let error = form.error(AccountField::AccountName);
    let touched = move |_| {
        form.touched(AccountField::AccountName);
        form.touched(AccountField::ApiKey);
    };
    view! {
        <Field
            id="account-name"
            label=t!(form.account_name)
            required=true
            error
            hint=move || view! { <p>{t!(form.account_name_hint)}</p> <Understood form/> }
        >
            <input
                id="account-name"
                class="input"
                type="text"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                required
                aria-invalid=move || error.get().is_some().to_string()
                aria-describedby=described_by("account-name")
                bind:value=form.account_name
                on:input=touched
                on:change=move |_| form.understand_name()
                // The event comes before the pasted text is in the field.
                on:paste=move |_| request_animation_frame(move || form.understand_name())
            />
        </Field>
    }
}

/// The name that was taken out of what was pasted, with a way back.
#[component]
fn Understood(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let current = move || {
        let understood = form.understood.get()?;
        (form.account_name.get() == understood.name).then_some(understood)
    };
    let line = move || {
        let understood = current()?;
        let text = match understood.source {
            AccountNameSource::LoginUrl => key!(form.understood_login),
            AccountNameSource::ApiUrl | AccountNameSource::Name => key!(form.understood),
        };
        let undo = move |_| {
            form.account_name.set(understood.typed.clone());
            focus("account-name");
        };
        Some(view! {
            <p class="understood">
                {fill(text(locale.get()), &understood.name)} " "
                <button type="button" class="link" on:click=undo>{t!(form.understood_undo)}</button>
            </p>
        })
    };
    let moved = move || {
        let key = form.moved.get()?;
        Some(view! { <p class="understood">{key(locale.get())}</p> })
    };
    view! { <div aria-live="polite">{line} {moved}</div> }
}
