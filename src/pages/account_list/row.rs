use contract::{AccountId, AccountState};
use leptos::prelude::*;

use super::{
    rows::{Column, Row},
    state::{ListState, heading},
};
use crate::{components::Badge, i18n, links, messages};

/// One account. The row stays in the page while its content changes, and keeps the focus.
#[component]
pub fn AccountRow(
    /// The page's state.
    state: ListState,
    /// The account.
    id: AccountId,
    /// Called with the account to open.
    open: Callback<AccountId>,
) -> impl IntoView {
    let id = StoredValue::new(id);
    let row = Memo::new(move |_| {
        let find = |rows: Vec<Row>| {
            rows.into_iter()
                .find(|row| id.with_value(|id| row.id == *id))
        };
        find(state.rows())
    });
    let selected = move || id.with_value(|id| state.selected.with(|it| it.as_ref() == Some(id)));
    let tabindex = move || {
        let is_first = || id.with_value(|id| state.rows().first().is_some_and(|row| row.id == *id));
        // A selected row that a filter hides is not the tab stop.
        let stop = selected() || (state.selected_account().is_none() && is_first());
        if stop { "0" } else { "-1" }
    };
    let cells = Column::ALL.map(|column| {
        let text = Signal::derive(move || {
            row.with(|row| {
                let cells = row.as_ref().map(|row| &row.cells);
                cells.map_or_else(String::new, |cells| cells[column as usize].text.clone())
            })
        });
        let content = match column {
            Column::Description => {
                let href = id.with_value(links::account);
                // The row is the tab stop, and Enter opens it.
                view! { <a href=href tabindex="-1">{text}</a> }.into_any()
            }
            Column::State => {
                let look = move || {
                    row.with(|row| {
                        let state = row.as_ref().map_or(AccountState::Disabled, |row| row.state);
                        messages::state_look(state)
                    })
                };
                let (tone, icon) = (move || look().0, move || look().1);
                let (tone, icon) = (Signal::derive(tone), Signal::derive(icon));
                view! { <Badge tone icon text/> }.into_any()
            }
            _ => text.into_any(),
        };
        view! { <td role="gridcell" data-label=i18n::text(heading(column))>{content}</td> }
    });
    let select = move || state.selected.set(Some(id.get_value()));
    view! {
        <tr
            role="row"
            id=id.with_value(row_id)
            class:muted=move || row.with(|row| row.as_ref().is_some_and(is_off))
            tabindex=tabindex
            aria-selected=move || selected().to_string()
            on:focus=move |_| select()
            on:click=move |_| select()
            on:dblclick=move |_| open.run(id.get_value())
        >
            {cells}
        </tr>
    }
}

/// Whether an account sends nothing because a user disabled it.
fn is_off(row: &Row) -> bool {
    matches!(
        row.state,
        AccountState::Disabled | AccountState::ModuleInactive
    )
}

/// The id of an account's row in the page.
pub fn row_id(id: &AccountId) -> String {
    ["row-", id.as_str()].concat()
}
