use leptos::{ev, prelude::*};

use super::{IconButton, focus};
use crate::{
    i18n::{self, Key, Text, fill},
    key, t,
};

/// What a column's heading and its filter share.
#[derive(Clone, Copy)]
pub struct ColumnFilter {
    /// The id suffix of the column's parts.
    pub id: &'static str,
    /// The name of the column.
    pub name: Text,
    /// The value of the filter; empty when off.
    pub value: RwSignal<String>,
    /// Whether the filter is open.
    pub open: RwSignal<bool>,
}

impl ColumnFilter {
    /// The accessible name of the filter.
    #[must_use]
    pub fn label(self) -> Signal<String> {
        let locale = i18n::locale();
        Signal::derive(move || fill(key!(list.filter)(locale.get()), self.name.get()))
    }
}

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

/// The control of a filter, and the button that clears and closes the filter. Gets the focus when it
/// is opened.
#[component]
pub fn FilterField(
    /// The column.
    column: ColumnFilter,
    /// The kind of the filter.
    filter: Filter,
) -> impl IntoView {
    let ColumnFilter {
        id,
        name,
        value,
        open,
    } = column;
    let (locale, label) = (i18n::locale(), column.label());
    request_animation_frame(move || focus(&filter_id(id)));
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

/// The id of the button that opens the filter.
pub(super) fn lens_id(id: &str) -> String {
    ["lens-", id].concat()
}
