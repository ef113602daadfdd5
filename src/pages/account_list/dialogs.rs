use leptos::prelude::*;

use super::state::ListState;
use crate::{
    components::{Dialog, DialogState, number},
    i18n::{self, Key, fill},
    key, t,
};

/// The questions that the list asks before it acts.
#[derive(Clone, Copy)]
pub struct Dialogs {
    /// *Elimina*.
    pub delete: DialogState,
    /// *Disattiva*.
    pub disable: DialogState,
}

impl Dialogs {
    /// Both closed.
    pub fn new() -> Self {
        Self {
            delete: DialogState::new(),
            disable: DialogState::new(),
        }
    }
}

/// The question before *Elimina*.
#[component]
pub fn DeleteDialog(
    /// The page's state.
    state: ListState,
    /// Whether it is open.
    dialog: DialogState,
) -> impl IntoView {
    let delete = move |_| {
        dialog.close();
        if let Some(account) = state.selected_account() {
            state.delete(account);
        }
    };
    let answers = move || {
        view! {
            <button type="button" class="button button-danger" on:click=delete>
                {t!(delete_dialog.confirm)}
            </button>
        }
    };
    let title = title(state, key!(delete_dialog.title));
    view! {
        <Dialog state=dialog id="delete-dialog" title cancel=key!(cancel) answers>
            <p>{t!(delete_dialog.text)}</p>
            <Waiting state text=key!(delete_dialog.waiting)/>
        </Dialog>
    }
}

/// The question before *Disattiva*.
#[component]
pub fn DisableDialog(
    /// The page's state.
    state: ListState,
    /// Whether it is open.
    dialog: DialogState,
) -> impl IntoView {
    let disable = move |_| {
        dialog.close();
        if let Some(id) = state.selected.get_untracked() {
            state.set_enabled(id, false);
        }
    };
    let answers = move || {
        view! {
            <button type="button" class="button button-primary" on:click=disable>
                {t!(disable_dialog.confirm)}
            </button>
        }
    };
    let title = title(state, key!(disable_dialog.title));
    view! {
        <Dialog state=dialog id="disable-dialog" title cancel=key!(cancel) answers>
            <p>{t!(disable_dialog.text)}</p>
            <Waiting state text=key!(disable_dialog.waiting)/>
        </Dialog>
    }
}

/// A title that names the selected account.
fn title(state: ListState, title: Key) -> Signal<String> {
    let locale = i18n::locale();
    Signal::derive(move || {
        let account = state.selected_account();
        let name = account.as_ref().map_or("", |it| it.description.as_str());
        fill(title(locale.get()), name)
    })
}

/// How much of the selected account waits to be sent, if anything does.
#[component]
fn Waiting(state: ListState, text: Key) -> impl IntoView {
    let locale = i18n::locale();
    let counters = untrack(|| state.selected_account()?.transfers);
    let waiting = counters.map_or(0, |counters| counters.waiting);
    let sentence = move || {
        let locale = locale.get();
        fill(text(locale), &number(waiting, locale))
    };
    (waiting > 0).then(|| view! { <p><strong>{sentence}</strong></p> })
}
