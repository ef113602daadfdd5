//! Recognises values in what was typed or pasted into *Nome Account* or *API Key*.

use contract::{AccountField, AccountName, ApiKey, FieldCode};
use leptos::prelude::*;

use crate::{
    key,
    pages::account_form::{draft::DraftStoreFields, page_state::RecognisedName, state::Form},
};

/// The recognised name, as long as it is the value of the field.
pub fn recognised_name(form: Form) -> Option<RecognisedName> {
    let recognised = form.page.recognition.name.get()?;
    (form.draft.account_name().get() == recognised.name).then_some(recognised)
}

/// Restores the text from which a name was extracted.
pub fn undo(form: Form, recognised: &RecognisedName) {
    form.draft.account_name().set(recognised.typed.clone());
}

/// Extracts the name from typed or pasted text, and keeps the text for undo. A text that cannot be
/// a name gets its error at once; a key is moved to the key field.
pub fn recognise_name(form: Form) {
    let (account_name, api_key) = (form.draft.account_name(), form.draft.api_key());
    let typed = account_name.get_untracked();
    let recognition = form.page.recognition;
    if typed.trim().is_empty() || recognition.knows(&typed) {
        return;
    }
    recognition.moved.set(None);
    match AccountName::understand(&typed, &untrack(|| form.api_domains())) {
        Ok(found) => {
            let saved = form.saved.get_untracked().map(|saved| saved.account);
            let (name, source) = (found.text(saved.as_ref()), found.source);
            if name != typed {
                account_name.set(name.clone());
                recognition.name.set(Some(RecognisedName {
                    typed,
                    name,
                    source,
                }));
            }
        }
        Err(FieldCode::LooksLikeApiKey)
            if api_key.with_untracked(|key| key.expose().is_empty()) =>
        {
            account_name.set(String::new());
            form.page.replacing_key.set(true);
            let key = ApiKey::parse(&typed).map(|key| key.expose().into());
            api_key.set(key.unwrap_or(typed.into()));
            recognition.moved.set(Some(key!(form.moved_to_key)));
        }
        Err(code) => form.page.errors.set_one(AccountField::AccountName, code),
    }
}

/// Sets the error of a text that cannot be a key at once; a URL is moved to the name field.
pub fn recognise_key(form: Form) {
    let (account_name, api_key) = (form.draft.account_name(), form.draft.api_key());
    let typed = api_key.get_untracked();
    if typed.expose().trim().is_empty() {
        return;
    }
    let recognition = form.page.recognition;
    recognition.moved.set(None);
    match ApiKey::parse(typed.expose()) {
        Ok(_) => recognition
            .key_length
            .set(Some(typed.expose().chars().count())),
        Err(FieldCode::LooksLikeUrl) if account_name.with_untracked(String::is_empty) => {
            api_key.set(Default::default());
            account_name.set(typed.expose().to_owned());
            recognise_name(form);
            recognition.moved.set(Some(key!(form.moved_to_name)));
        }
        Err(code) => form.page.errors.set_one(AccountField::ApiKey, code),
    }
}
