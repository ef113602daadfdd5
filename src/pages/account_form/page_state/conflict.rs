use contract::Account;
use leptos::prelude::*;

use crate::{api::Versioned, components::DialogState, pages::account_form::differences::Field};

/// A save conflict: the version that another user saved meanwhile, until the merchant has compared
/// both.
#[derive(Clone, Copy)]
pub struct Conflict {
    /// Their version.
    pub theirs: RwSignal<Option<Versioned>>,
    /// The common base of both versions, if known.
    pub base: StoredValue<Option<Account>>,
    /// The fields for which the saved value is selected.
    pub chosen: RwSignal<Vec<Field>>,
    /// The dialog about the conflict.
    pub dialog: DialogState,
}

impl Conflict {
    /// No conflict.
    pub fn none() -> Self {
        Self {
            theirs: RwSignal::new(None),
            base: StoredValue::new(None),
            chosen: RwSignal::new(Vec::new()),
            dialog: DialogState::new(),
        }
    }

    /// Asks which values to keep where both sides changed since `base`; without `base`, wherever
    /// they differ.
    pub fn ask(self, base: Option<Account>, theirs: Option<Versioned>) {
        self.base.set_value(base);
        self.chosen.set(Vec::new());
        self.theirs.set(theirs);
        self.dialog.show();
    }

    /// Clears the conflict.
    pub fn clear(self) {
        self.theirs.set(None);
    }
}
