//! What is made of a paste into *Nome Account* or *API Key*.

use contract::{AccountField, AccountName, ApiKey, FieldCode, FieldError};
use leptos::prelude::*;

use super::state::{Form, Understood};
use crate::key;

impl Form {
    /// Takes the name out of what was typed or pasted, and remembers what that was. What cannot
    /// be one is said at once; a key goes where keys belong.
    pub fn understand_name(self) {
        let typed = self.account_name.get_untracked();
        let known = |u: &Option<Understood>| u.as_ref().is_some_and(|u| u.typed == typed);
        if typed.trim().is_empty() || self.understood.with_untracked(known) {
            return;
        }
        self.moved.set(None);
        match AccountName::understand(&typed) {
            Ok(found) => {
                let name = found.name.to_string();
                if name != typed {
                    self.account_name.set(name.clone());
                    self.understood.set(Some(Understood {
                        typed,
                        name,
                        source: found.source,
                    }));
                }
            }
            Err(FieldCode::LooksLikeApiKey) if self.api_key.with_untracked(String::is_empty) => {
                self.account_name.set(String::new());
                self.replacing_key.set(true);
                let key = ApiKey::parse(&typed).map(|key| key.expose().to_owned());
                self.api_key.set(key.unwrap_or(typed));
                self.moved.set(Some(key!(form.moved_to_key)));
            }
            Err(code) => self.wrong(AccountField::AccountName, code),
        }
    }

    /// Says at once what cannot be a key; an address goes where addresses belong.
    pub fn understand_key(self) {
        let typed = self.api_key.get_untracked();
        if typed.trim().is_empty() {
            return;
        }
        self.moved.set(None);
        match ApiKey::parse(&typed) {
            Ok(_) => {}
            Err(FieldCode::LooksLikeUrl) if self.account_name.with_untracked(String::is_empty) => {
                self.api_key.set(String::new());
                self.account_name.set(typed);
                self.understand_name();
                self.moved.set(Some(key!(form.moved_to_name)));
            }
            Err(code) => self.wrong(AccountField::ApiKey, code),
        }
    }

    fn wrong(self, field: AccountField, code: FieldCode) {
        self.touched(field);
        self.errors
            .update(|errors| errors.push(FieldError::new(field.pointer(), code)));
    }
}
