use contract::transfer::TransferCounters;
use leptos::prelude::*;

use super::state::ListState;
use crate::{
    components::{Dialog, DialogState, number},
    i18n::{self, Key, fill},
    key, links, t,
};

/// The dialogs of the list.
#[derive(Clone, Copy)]
pub struct Dialogs {
    /// *Elimina*.
    pub delete: DialogState,
    /// *Disattiva*.
    pub disable: DialogState,
    /// *Aggiungi*, when ActiveCampaign is already configured.
    pub configured: DialogState,
}

impl Dialogs {
    /// All closed.
    pub fn new() -> Self {
        Self {
            delete: DialogState::new(),
            disable: DialogState::new(),
            configured: DialogState::new(),
        }
    }

    /// Whether one is open.
    pub fn is_open(self) -> bool {
        let Self {
            delete,
            disable,
            configured,
        } = self;
        delete.is_open() || disable.is_open() || configured.is_open()
    }

    /// Closes all.
    pub fn close(self) {
        let Self {
            delete,
            disable,
            configured,
        } = self;
        delete.close();
        disable.close();
        configured.close();
    }
}

/// The dialogs of the list.
#[component]
pub fn AllDialogs(
    /// The page's state.
    state: ListState,
    /// Which are open.
    dialogs: Dialogs,
) -> impl IntoView {
    view! {
        <DeleteDialog state dialog=dialogs.delete/>
        <DisableDialog state dialog=dialogs.disable/>
        <ConfiguredDialog state dialog=dialogs.configured/>
    }
}

/// The dialog before *Elimina*.
#[component]
fn DeleteDialog(
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
            <Count state of=|it| it.waiting text=key!(delete_dialog.waiting)/>
            <Count state of=|it| it.failed text=key!(delete_dialog.failed)/>
            <Count state of=|it| it.rejected text=key!(delete_dialog.rejected)/>
        </Dialog>
    }
}

/// The dialog before *Disattiva*.
#[component]
fn DisableDialog(
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
            <Count state of=|it| it.waiting text=key!(disable_dialog.waiting)/>
        </Dialog>
    }
}

/// Shown instead of a form that could not be saved.
#[component]
fn ConfiguredDialog(
    /// The page's state.
    state: ListState,
    /// Whether it is open.
    dialog: DialogState,
) -> impl IntoView {
    let (locale, open) = (i18n::locale(), links::opener());
    let answers = move || {
        let account = untrack(|| state.activecampaign());
        let name = account.as_ref().map(|account| account.description.clone());
        let label = move || {
            let name = name.as_ref().map_or("", |name| name.as_str());
            fill(key!(form.already_link)(locale.get()), name)
        };
        let open_it = move |_| {
            dialog.close();
            if let Some(account) = &account {
                open(&links::account(&account.id));
            }
        };
        let go_on = move |_| {
            dialog.close();
            open(links::NEW);
        };
        view! {
            <button type="button" class="button" on:click=go_on>{t!(configured_dialog.go_on)}</button>
            <button type="button" class="button button-primary" on:click=open_it>{label}</button>
        }
    };
    let title = t!(configured_dialog.title);
    let title = Signal::derive(move || title.get().to_owned());
    view! {
        <Dialog state=dialog id="configured-dialog" title cancel=key!(cancel) answers>
            <p>{t!(configured_dialog.text)}</p>
        </Dialog>
    }
}

/// A title with the name of the selected account.
fn title(state: ListState, title: Key) -> Signal<String> {
    let locale = i18n::locale();
    Signal::derive(move || {
        let account = state.selected_account();
        let name = account.as_ref().map_or("", |it| it.description.as_str());
        fill(title(locale.get()), name)
    })
}

/// A sentence with a counter of the selected account; hidden when it is 0.
#[component]
fn Count(
    state: ListState,
    /// The counter.
    of: fn(&TransferCounters) -> i64,
    text: Key,
) -> impl IntoView {
    let locale = i18n::locale();
    let counters = untrack(|| state.selected_account()?.transfers);
    let count = counters.as_ref().map_or(0, of);
    let sentence = move || {
        let locale = locale.get();
        fill(text(locale), &number(count, locale))
    };
    (count > 0).then(|| view! { <p><strong>{sentence}</strong></p> })
}
