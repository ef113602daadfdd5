use contract::{AccountField, AccountNameSource};
use leptos::prelude::*;

use super::recognition::{recognise_name, recognised_name, undo};
use crate::{
    components::{Field, described_by, focus},
    i18n::{self, fill},
    key,
    pages::account_form::{draft::DraftStoreFields, state::Form},
    t,
};

/// *Nome Account*.
#[component]
pub fn AccountNameField(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let errors = form.page.errors;
    let error = errors.message(AccountField::AccountName);
    let typed = move |_| {
        // Clear a note about another name, so that it does not reappear with this one.
        form.page.recognition.clear();
        errors.clear(AccountField::AccountName);
        errors.clear(AccountField::ApiKey);
    };
    view! {
        <Field
            id="account-name"
            label=t!(form.account_name)
            required=true
            error
            hint=move || view! { <p>{t!(form.account_name_hint)}</p> <Recognised form/> }
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
                bind:value=form.draft.account_name()
                on:input=typed
                on:change=move |_| recognise_name(form)
                // `paste` fires before the text is in the field.
                on:paste=move |_| request_animation_frame(move || recognise_name(form))
            />
        </Field>
    }
}

/// What was recognised in a paste: the extracted name, or the value that was moved to another
/// field.
#[component]
fn Recognised(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let name = move || {
        let recognised = recognised_name(form)?;
        let text = match recognised.source {
            AccountNameSource::LoginUrl => key!(form.understood_login),
            AccountNameSource::ApiUrl | AccountNameSource::Name => key!(form.understood),
        };
        let text = fill(text(locale.get()), &recognised.name);
        Some(view! { <p class="understood">{text}</p> })
    };
    let moved = move || {
        let key = form.page.recognition.moved.get()?;
        Some(view! { <p class="understood">{key(locale.get())}</p> })
    };
    view! { <div aria-live="polite">{name} {moved}</div> }
}

/// Undoes the recognition. Placed after the key field, because Tab leads from the name to the key.
#[component]
pub fn UndoRecognition(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    move || {
        let recognised = recognised_name(form)?;
        let on_undo = move |_| {
            undo(form, &recognised);
            focus("account-name");
        };
        Some(view! {
            <p class="undo">
                <button type="button" class="link" on:click=on_undo>
                    {t!(form.understood_undo)}
                </button>
            </p>
        })
    }
}
