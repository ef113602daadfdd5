use leptos::{ev, prelude::*};

use super::{Icon, IconButton, focus};
use crate::{
    i18n::{self, Key, Text, fill},
    key, t,
};

/// The kind of a column's filter.
#[derive(Clone)]
pub enum Filter {
    /// A text that the cells contain.
    Text,
    /// A day, as `2026-11-23`.
    Day,
    /// One of several values, each with its label.
    Choice(Vec<(&'static str, Key)>),
}

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
    /// The kind of the filter.
    filter: Filter,
    /// Called when the heading is pressed.
    #[prop(into)]
    on_sort: Callback<()>,
) -> impl IntoView {
    let locale = i18n::locale();
    let open = RwSignal::new(false);
    let label = Signal::derive(move || fill(key!(list.filter)(locale.get()), name.get()));
    let lens = Signal::derive(move || {
        if value.with(String::is_empty) {
            "icon-lens"
        } else {
            "icon-lens lens-on"
        }
    });
    let toggle = move |()| {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            request_animation_frame(move || focus(&filter_id(id)));
        }
    };
    let filter = StoredValue::new(filter);
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
                    label=label
                    id=lens_id(id)
                    expanded=open
                    on_press=toggle
                />
            </span>
            <Show when=move || open.get()>
                <FilterField id name label value filter=filter.get_value() open/>
            </Show>
        </th>
    }
}

/// The control of a filter, and the button that clears and closes the filter.
#[component]
fn FilterField(
    id: &'static str,
    name: Text,
    label: Signal<String>,
    value: RwSignal<String>,
    filter: Filter,
    open: RwSignal<bool>,
) -> impl IntoView {
    let locale = i18n::locale();
    let clear_label =
        Signal::derive(move || fill(key!(list.clear_filter)(locale.get()), name.get()));
    let clear = move |()| {
        value.set(String::new());
        open.set(false);
        focus(&lens_id(id));
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            // The first Esc closes the filter, the second one the pop-up.
            event.stop_propagation();
            clear(());
        }
    };
    let input = move |kind: &'static str| {
        view! {
            <input
                id=filter_id(id)
                class="input"
                type=kind
                aria-label=label
                placeholder=t!(list.filter_value)
                bind:value=value
            />
        }
        .into_any()
    };
    let control = match filter {
        Filter::Text => input("text"),
        Filter::Day => input("date"),
        Filter::Choice(choices) => {
            let options = choices.into_iter().map(|(value, label)| {
                view! { <option value=value>{i18n::text(label)}</option> }
            });
            view! {
                <select
                    id=filter_id(id)
                    class="input"
                    aria-label=label
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                >
                    <option value="">{t!(list.filter_all)}</option>
                    {options.collect_view()}
                </select>
            }
            .into_any()
        }
    };
    view! {
        <span class="filter" on:keydown=on_key>
            {control}
            <IconButton class="lens" icon="icon-close" label=clear_label on_press=clear/>
        </span>
    }
}

fn filter_id(id: &str) -> String {
    ["filter-", id].concat()
}

fn lens_id(id: &str) -> String {
    ["lens-", id].concat()
}
