//! Decides whether a key is typed or the stored one is kept.

use contract::AccountField;
use leptos::prelude::*;

use crate::{
    i18n::Key,
    key,
    pages::account_form::{draft::DraftStoreFields, state::Form},
};

/// Whether the key field is open: no key is stored, or it will be replaced.
pub fn is_typed(form: Form) -> bool {
    // Never hide a typed key: it would be saved unseen.
    let key = form.draft.api_key();
    let typed = form.page.replacing_key.get() || key.with(|key| !key.expose().is_empty());
    typed || !form.saved.exists() || form.renamed()
}

/// Whether the stored key can be kept: there is one, and it belongs to the account name.
pub fn can_keep(form: Form) -> bool {
    form.saved.exists() && !form.renamed()
}

/// The hint about the key.
pub fn hint(form: Form) -> Option<Key> {
    let key: Key = match form.saved.exists() {
        true if form.renamed() => key!(form.api_key_again),
        true if form.page.replacing_key.get() => key!(form.api_key_keep_hint),
        true => return None,
        false => key!(form.api_key_hint),
    };
    Some(key)
}

/// *Sostituisci*: opens the key field.
pub fn replace(form: Form) {
    form.page.replacing_key.set(true);
}

/// Closes the key field and keeps the stored key.
pub fn keep(form: Form) {
    form.draft.api_key().set(Default::default());
    form.page.replacing_key.set(false);
    form.page.errors.clear(AccountField::ApiKey);
}
