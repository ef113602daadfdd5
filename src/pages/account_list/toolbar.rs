use leptos::prelude::*;

use super::{dialogs::Dialogs, state::ListState};
use crate::{i18n, key, links, t};

/// The buttons above the grid. All except the last act on the selected row.
#[component]
pub fn Toolbar(
    /// The page's state.
    state: ListState,
    /// The dialogs that some buttons open.
    dialogs: Dialogs,
) -> impl IntoView {
    let locale = i18n::locale();
    let selected = Memo::new(move |_| state.selected_account());
    let none = move || selected.with(Option::is_none);
    let title = move || none().then(|| key!(list.choose_first)(locale.get()));
    let toggle_label = move || {
        let off = selected.with(|account| account.as_ref().is_some_and(|account| !account.enabled));
        let key = if off {
            key!(list.enable)
        } else {
            key!(list.disable)
        };
        key(locale.get())
    };
    let open = links::opener();
    let edit = move |_| {
        if let Some(account) = selected.get_untracked() {
            open(&links::account(&account.id));
        }
    };
    let toggle = move |_| match selected.get_untracked() {
        Some(account) if account.enabled => dialogs.disable.show(),
        Some(account) => state.set_enabled(account.id, true),
        None => {}
    };
    // The form of a second account could not be saved: tell the merchant before it opens.
    let add = move |_| match untrack(|| state.activecampaign()) {
        Some(_) => dialogs.configured.show(),
        None => open(links::NEW),
    };
    view! {
        <div class="toolbar" role="group" aria-label=t!(list.actions)>
            <button
                type="button"
                class="tool"
                disabled=none
                title=title
                on:click=move |_| dialogs.delete.show()
            >
                {t!(list.delete)}
            </button>
            <button type="button" class="tool" disabled=none title=title on:click=edit>
                {t!(list.edit)}
            </button>
            <button type="button" class="tool" disabled=none title=title on:click=toggle>
                {toggle_label}
            </button>
            <button type="button" class="tool" on:click=add>
                {t!(list.add)}
            </button>
        </div>
    }
}
