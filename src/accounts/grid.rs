use contract::AccountId;
use leptos::{ev::KeyboardEvent, prelude::*};

use super::{
    heading::column_heading,
    rows::{Column, Row, moved},
    state::{ListState, heading},
};
use crate::{
    i18n, links, t,
    ui::{dynamic, focus},
};

/// The grid of accounts: one stop of the Tab key, arrows inside.
pub fn grid(state: ListState) -> AnyView {
    let go = links::opener();
    let open = move |id: &AccountId| go(&links::account(id));
    let on_key = move |event: KeyboardEvent| {
        let selected = state.selected.get_untracked();
        if event.key() == "Enter" {
            if let Some(id) = selected {
                event.prevent_default();
                open(&id);
            }
        } else if let Some(id) = moved(&state.rows(), selected.as_ref(), &event.key()) {
            event.prevent_default();
            focus_row(&id);
        }
    };
    let headings: Vec<AnyView> = Column::ALL
        .into_iter()
        .map(|column| column_heading(state, column))
        .collect();
    let rows = dynamic(move || {
        let rows = state.rows();
        if rows.is_empty() {
            return view! { <tr role="row"><td role="gridcell" class="none" colspan="5">{t!(list.none_match)}</td></tr> }
                .into_any();
        }
        let first = rows[0].id.clone();
        let shown: Vec<AnyView> = rows
            .into_iter()
            .map(|row| row_view(state, row, &first, open))
            .collect();
        shown.into_any()
    });
    view! {
        <table class="grid" role="grid" aria-labelledby="page-title">
            <thead role="rowgroup"><tr role="row">{headings}</tr></thead>
            <tbody role="rowgroup" on:keydown=on_key>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row_view(
    state: ListState,
    row: Row,
    first: &AccountId,
    open: impl Fn(&AccountId) + Copy + 'static,
) -> AnyView {
    let Row { id, cells, muted } = row;
    let (is, is_first) = (id.clone(), *first == id);
    let selected = Signal::derive(move || {
        state
            .selected
            .with(|selected| selected.as_ref() == Some(&is))
    });
    let tabindex = Signal::derive(move || {
        let stop = selected.get() || (is_first && state.selected.with(Option::is_none));
        if stop { "0" } else { "-1" }
    });
    let cells: Vec<AnyView> = cells
        .into_iter()
        .zip(Column::ALL)
        .map(|(cell, column)| {
            let label = i18n::text(heading(column));
            view! { <td role="gridcell" data-label=label>{cell.text}</td> }.into_any()
        })
        .collect();
    let (focused, clicked, opened) = (id.clone(), id.clone(), id.clone());
    view! {
        <tr
            role="row"
            id=row_id(&id)
            class:muted=muted
            tabindex=tabindex
            aria-selected=move || selected.get().to_string()
            on:focus=move |_| state.selected.set(Some(focused.clone()))
            on:click=move |_| state.selected.set(Some(clicked.clone()))
            on:dblclick=move |_| open(&opened)
        >
            {cells}
        </tr>
    }
    .into_any()
}

fn row_id(id: &AccountId) -> String {
    ["row-", id.as_str()].concat()
}

/// Focus selects, so this moves the selection too.
fn focus_row(id: &AccountId) {
    focus(&row_id(id));
}
