use contract::AccountNameSource;
use leptos::prelude::*;

use crate::i18n::Key;

/// A name that was extracted from a longer text, for undo.
#[derive(Clone, PartialEq)]
pub struct RecognisedName {
    /// The typed or pasted text.
    pub typed: String,
    /// The extracted name, with its domain where an account remembers it.
    pub name: String,
    /// The kind of the text.
    pub source: AccountNameSource,
}

/// What was recognised in the last paste.
#[derive(Clone, Copy)]
pub struct Recognition {
    /// The recognised name.
    pub name: RwSignal<Option<RecognisedName>>,
    /// The field to which the pasted value was moved, because it belongs there.
    pub moved: RwSignal<Option<Key>>,
    /// The length of the last completely typed key.
    pub key_length: RwSignal<Option<usize>>,
}

impl Recognition {
    /// Nothing recognised.
    pub fn none() -> Self {
        Self {
            name: RwSignal::new(None),
            moved: RwSignal::new(None),
            key_length: RwSignal::new(None),
        }
    }

    /// Resets the recognition.
    pub fn clear(self) {
        self.name.set(None);
        self.moved.set(None);
        self.key_length.set(None);
    }

    /// Whether a name was already extracted from `typed` and the merchant undid it.
    pub fn knows(self, typed: &str) -> bool {
        let same = |name: &RecognisedName| name.typed == typed;
        self.name
            .with_untracked(|name| name.as_ref().is_some_and(same))
    }
}
