use leptos::prelude::*;

use super::{ColumnFilter, Icon, IconButton, filter_field::lens_id};
use crate::i18n::Text;

/// A column heading of a grid: sorts by the column; its magnifier icon opens a filter.
#[component]
pub fn GridHeading(
    /// The id suffix of the column's parts.
    id: &'static str,
    /// The name of the column.
    name: Text,
    /// `ascending`, `descending` or `none`.
    sorted: Signal<&'static str>,
    /// The value of the filter; empty when off.
    value: RwSignal<String>,
    /// Makes the filter when it is opened: a [`FilterField`](super::FilterField).
    #[prop(into)]
    filter: Callback<ColumnFilter, AnyView>,
    /// Called when the heading is pressed.
    #[prop(into)]
    on_sort: Callback<()>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let shared = ColumnFilter {
        id,
        name,
        value,
        open,
    };
    let lens = Signal::derive(move || {
        if value.with(String::is_empty) {
            "icon-lens"
        } else {
            "icon-lens lens-on"
        }
    });
    view! {
        <th role="columnheader" scope="col" aria-label=name aria-sort=sorted>
            <span class="heading">
                <button type="button" class="sort" on:click=move |_| on_sort.run(())>
                    <Icon name="icon-sort"/>
                    {name}
                </button>
                <IconButton
                    class="lens"
                    icon=lens
                    label=shared.label()
                    id=lens_id(id)
                    expanded=open
                    on_press=move |()| open.update(|open| *open = !*open)
                />
            </span>
            <Show when=move || open.get()>{filter.run(shared)}</Show>
        </th>
    }
}
