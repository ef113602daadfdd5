use leptos::prelude::*;

use super::state::ListState;
use crate::{
    i18n::{self, Key, fill},
    key, t,
    ui::{Button, Dialog, dialog, number},
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

    /// Their place in the page.
    pub fn view(self, state: ListState) -> AnyView {
        let locale = i18n::locale();
        let name = Signal::derive(move || {
            state
                .selected_account()
                .map(|account| account.description.to_string())
                .unwrap_or_default()
        });
        let delete_title =
            Signal::derive(move || fill(key!(delete_dialog.title)(locale.get()), &name.get()));
        let disable_title =
            Signal::derive(move || fill(key!(disable_dialog.title)(locale.get()), &name.get()));
        let delete = move || {
            self.delete.close();
            if let Some(account) = state.selected_account() {
                state.delete(account);
            }
        };
        let disable = move || {
            self.disable.close();
            if let Some(id) = state.selected.get_untracked() {
                state.set_enabled(id, false);
            }
        };
        view! {
            {dialog(
                self.delete,
                "delete-dialog",
                delete_title,
                key!(cancel),
                move || view! {
                    <p>{t!(delete_dialog.text)}</p>
                    {waiting(state, key!(delete_dialog.waiting))}
                }
                .into_any(),
                move || Button::text("button button-danger", t!(delete_dialog.confirm)).on_press(delete),
            )}
            {dialog(
                self.disable,
                "disable-dialog",
                disable_title,
                key!(cancel),
                move || view! {
                    <p>{t!(disable_dialog.text)}</p>
                    {waiting(state, key!(disable_dialog.waiting))}
                }
                .into_any(),
                move || Button::text("button button-primary", t!(disable_dialog.confirm)).on_press(disable),
            )}
        }
        .into_any()
    }
}

/// How much of the selected account waits to be sent, if anything does.
fn waiting(state: ListState, text: Key) -> AnyView {
    let counters = untrack(|| state.selected_account()?.transfers);
    let count = counters.map_or(0, |counters| counters.waiting);
    if count == 0 {
        return ().into_any();
    }
    let locale = i18n::locale().get();
    view! { <p><strong>{fill(text(locale), &number(count, locale))}</strong></p> }.into_any()
}
