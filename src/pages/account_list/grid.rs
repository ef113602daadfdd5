use contract::AccountId;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, KeyboardEvent};

use super::{
    heading::column_heading,
    rows::{Column, Row, moved},
    state::{ListState, heading},
};
use crate::{
    components::{El, dynamic, el, focus, has_focus},
    i18n, links, t,
};

/// The grid of accounts: one stop of the Tab key, arrows inside.
pub fn grid(state: ListState) -> AnyView {
    let go = links::opener();
    let open = move |id: &AccountId| go(&links::account(id));
    let on_key = move |event: Event| {
        let event: &KeyboardEvent = event.unchecked_ref();
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
        keep_row_focused(state);
        let body = el("tbody").attr("role", "rowgroup");
        let Some(first) = rows.first().map(|row| row.id.clone()) else {
            return body.child(none()).into_any();
        };
        let shown: Vec<El> = rows
            .into_iter()
            .map(|row| row_view(state, row, &first, open))
            .collect();
        body.on("keydown", on_key).child(shown).into_any()
    });
    let head = el("thead")
        .attr("role", "rowgroup")
        .child(el("tr").attr("role", "row").child(headings));
    el("table")
        .class("grid")
        .attr("role", "grid")
        .attr("aria-labelledby", "page-title")
        .child(head)
        .child(rows)
        .into_any()
}

/// The rows are made anew: the focus goes from a row to the one in its place.
fn keep_row_focused(state: ListState) {
    if has_focus(".grid tbody")
        && let Some(id) = state.selected.get_untracked()
    {
        request_animation_frame(move || focus_row(&id));
    }
}

fn row_view(
    state: ListState,
    row: Row,
    first: &AccountId,
    open: impl Fn(&AccountId) + Copy + 'static,
) -> El {
    let Row { id, cells, muted } = row;
    let (is, is_first) = (id.clone(), *first == id);
    let selected = Signal::derive(move || {
        state
            .selected
            .with(|selected| selected.as_ref() == Some(&is))
    });
    let tabindex = Signal::derive(move || {
        // A selected row that a filter hides is no stop.
        let stop = selected.get() || (is_first && state.selected_account().is_none());
        if stop { "0" } else { "-1" }
    });
    let cells: Vec<El> = cells
        .into_iter()
        .zip(Column::ALL)
        .map(|(cell, column)| {
            let label = i18n::text(heading(column));
            let cell = el("td").attr("data-label", label).child(cell.text);
            cell.attr("role", "gridcell")
        })
        .collect();
    let (focused, clicked, opened) = (id.clone(), id.clone(), id.clone());
    el("tr")
        .attr("role", "row")
        .id(row_id(&id))
        .class(muted.then_some("muted"))
        .attr("tabindex", tabindex)
        .aria("aria-selected", selected)
        .on("focus", move |_| state.selected.set(Some(focused.clone())))
        .on("click", move |_| state.selected.set(Some(clicked.clone())))
        .on("dblclick", move |_| open(&opened))
        .child(cells)
}

/// In the place of rows that no filter lets through.
fn none() -> El {
    let cell = el("td")
        .attr("role", "gridcell")
        .class("none")
        .attr("colspan", "5")
        .child(t!(list.none_match));
    el("tr").attr("role", "row").child(cell)
}

fn row_id(id: &AccountId) -> String {
    ["row-", id.as_str()].concat()
}

/// Focus selects, so this moves the selection too.
fn focus_row(id: &AccountId) {
    focus(&row_id(id));
}
