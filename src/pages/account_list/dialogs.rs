use leptos::prelude::*;

use super::state::ListState;
use crate::{
    components::{Button, Dialog, El, dialog, el, number},
    i18n::{self, Key, Phrase, Text, fill},
    key, t,
};

/// The questions the list asks before it acts.
#[derive(Clone, Copy)]
pub struct Dialogs {
    /// *Elimina*.
    pub delete: Dialog,
    /// *Disattiva*.
    pub disable: Dialog,
}

impl Dialogs {
    /// Both closed.
    pub fn new() -> Self {
        Self {
            delete: Dialog::new(),
            disable: Dialog::new(),
        }
    }

    /// The place of *Elimina*'s in the page.
    pub fn delete_view(self, state: ListState) -> AnyView {
        let delete = move || {
            self.delete.close();
            if let Some(account) = state.selected_account() {
                state.delete(account);
            }
        };
        let said = move || question(state, t!(delete_dialog.text), key!(delete_dialog.waiting));
        let answer = move || {
            Button::text("button button-danger", t!(delete_dialog.confirm)).on_press(delete)
        };
        let title = title(state, key!(delete_dialog.title));
        dialog(
            self.delete,
            "delete-dialog",
            title,
            key!(cancel),
            said,
            answer,
        )
    }

    /// The place of *Disattiva*'s in the page.
    pub fn disable_view(self, state: ListState) -> AnyView {
        let disable = move || {
            self.disable.close();
            if let Some(id) = state.selected.get_untracked() {
                state.set_enabled(id, false);
            }
        };
        let said = move || question(state, t!(disable_dialog.text), key!(disable_dialog.waiting));
        let answer = move || {
            Button::text("button button-primary", t!(disable_dialog.confirm)).on_press(disable)
        };
        let title = title(state, key!(disable_dialog.title));
        dialog(
            self.disable,
            "disable-dialog",
            title,
            key!(cancel),
            said,
            answer,
        )
    }
}

/// A title with the name of the selected account in it.
fn title(state: ListState, title: Key) -> Phrase {
    let locale = i18n::locale();
    Phrase::derive(move || {
        let account = state.selected_account();
        let name = account.as_ref().map_or("", |it| it.description.as_str());
        fill(title(locale.get()), name)
    })
}

fn question(state: ListState, text: Text, waits: Key) -> AnyView {
    el("div")
        .child(el("p").child(text))
        .child(waiting(state, waits))
        .into_any()
}

/// How much of the selected account waits to be sent, if anything does.
fn waiting(state: ListState, text: Key) -> Option<El> {
    let counters = untrack(|| state.selected_account()?.transfers);
    let count = counters.map_or(0, |counters| counters.waiting);
    if count == 0 {
        return None;
    }
    let locale = i18n::locale().get();
    let said = fill(text(locale), &number(count, locale));
    Some(el("p").child(el("strong").child(said)))
}
