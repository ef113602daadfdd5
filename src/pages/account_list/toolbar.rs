use leptos::prelude::*;

use super::{dialogs::Dialogs, state::ListState};
use crate::{
    components::{Button, el},
    i18n::{self, Text},
    key, links, t,
};

/// The buttons above the grid. All but the last act on the selected row.
pub fn toolbar(state: ListState, dialogs: Dialogs) -> AnyView {
    let locale = i18n::locale();
    let selected = Memo::new(move |_| state.selected_account());
    let none = Signal::derive(move || selected.with(Option::is_none));
    let title = Signal::derive(move || {
        let why = none.get().then(|| key!(list.choose_first)(locale.get()));
        why.unwrap_or_default().to_owned()
    });
    let tool = move |text: Text| Button::text("tool", text).disabled(none).title(title);
    let toggle = Signal::derive(move || {
        let off = selected.with(|account| account.as_ref().is_some_and(|account| !account.enabled));
        if off {
            key!(list.enable)(locale.get())
        } else {
            key!(list.disable)(locale.get())
        }
    });
    let go = links::opener();
    let edit = move || {
        if let Some(account) = selected.get_untracked() {
            go(&links::account(&account.id));
        }
    };
    let switch = move || match selected.get_untracked() {
        Some(account) if account.enabled => dialogs.disable.show(),
        Some(account) => state.set_enabled(account.id, true),
        None => {}
    };
    let delete = tool(t!(list.delete)).on_press(move || dialogs.delete.show());
    let add = Button::text("tool", t!(list.add)).on_press(move || go(links::NEW));
    el("div")
        .class("toolbar")
        .attr("role", "group")
        .attr("aria-label", t!(list.actions))
        .child(delete)
        .child(tool(t!(list.edit)).on_press(edit))
        .child(tool(toggle).on_press(switch))
        .child(add)
        .into_any()
}
