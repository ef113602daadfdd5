use contract::AccountId;
use leptos::{ev, prelude::*};

use super::{
    column_heading::ColumnHeading,
    row::{AccountRow, row_id},
    rows::{Column, moved},
    state::ListState,
};
use crate::{components::focus, links, t};

/// The grid of accounts: one tab stop, arrow keys inside (WAI-ARIA's grid pattern).
#[component]
pub fn Grid(
    /// The page's state.
    state: ListState,
) -> impl IntoView {
    let open_page = links::opener();
    let open = Callback::new(move |id: AccountId| open_page(&links::account(&id)));
    let on_key = move |event: ev::KeyboardEvent| {
        let selected = state.selected.get_untracked();
        if event.key() == "Enter" {
            if let Some(id) = selected {
                event.prevent_default();
                open.run(id);
            }
        } else if let Some(id) = untrack(|| moved(&state.rows(), selected.as_ref(), &event.key())) {
            event.prevent_default();
            // Focusing a row selects it.
            focus(&row_id(&id));
        }
    };
    let headings = Column::ALL.map(|column| view! { <ColumnHeading state column/> });
    view! {
        <table class="grid" role="grid" aria-labelledby="page-title">
            <thead role="rowgroup">
                <tr role="row">{headings}</tr>
            </thead>
            <tbody role="rowgroup" on:keydown=on_key>
                <For each=move || state.rows() key=|row| row.id.clone() let:row>
                    <AccountRow state id=row.id open/>
                </For>
                <Show when=move || state.rows().is_empty()>
                    <tr role="row">
                        <td role="gridcell" class="none" colspan="5">{t!(list.none_match)}</td>
                    </tr>
                </Show>
            </tbody>
        </table>
    }
}
