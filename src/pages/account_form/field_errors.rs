use contract::{AccountField, FieldCode, FieldError};
use leptos::prelude::*;
use strum::VariantArray;

use crate::{i18n::Key, messages};

/// The errors of the fields.
#[derive(Clone, Copy)]
pub struct FieldErrors(RwSignal<Vec<FieldError>>);

impl FieldErrors {
    /// No errors.
    pub fn none() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Replaces all errors. Returns the first invalid field of the form.
    pub fn set(self, errors: Vec<FieldError>) -> Option<AccountField> {
        let has_error = |field: &&AccountField| errors.iter().any(|it| is_about(it, **field));
        let first = AccountField::VARIANTS.iter().find(has_error).copied();
        self.0.set(errors);
        first
    }

    /// Replaces the error of one field.
    pub fn set_one(self, field: AccountField, code: FieldCode) {
        self.0.update(|errors| {
            errors.retain(|error| !is_about(error, field));
            errors.push(FieldError::new(field.pointer(), code));
        });
    }

    /// Removes the error of a changed field.
    pub fn clear(self, field: AccountField) {
        let has_error = |errors: &Vec<FieldError>| errors.iter().any(|it| is_about(it, field));
        // Called on each key press: without an error there is nothing to update.
        if self.0.with_untracked(has_error) {
            self.0
                .update(|errors| errors.retain(|error| !is_about(error, field)));
        }
    }

    /// Removes all errors.
    pub fn clear_all(self) {
        self.0.set(Vec::new());
    }

    /// The message for a field.
    pub fn message(self, field: AccountField) -> Signal<Option<Key>> {
        Signal::derive(move || {
            self.0.with(|errors| {
                let error = errors.iter().find(|error| is_about(error, field))?;
                Some(messages::field(field, error.code))
            })
        })
    }
}

fn is_about(error: &FieldError, field: AccountField) -> bool {
    AccountField::of(error) == Some(field)
}
