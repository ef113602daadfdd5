use leptos::prelude::*;

use super::{Button, dynamic, focus};
use crate::{
    i18n::{self, Key, Text, fill},
    key, t,
};

/// What a column can be filtered by.
#[derive(Clone)]
pub enum Filter {
    /// A text that is in it.
    Text,
    /// A day, as `2026-11-23`.
    Day,
    /// One of these: what it is called here, and what it says.
    Choice(Vec<(&'static str, Key)>),
}

/// The heading of a column of a grid: see [`grid_heading`].
pub struct GridHeading {
    /// Names the column's parts in the page.
    pub id: &'static str,
    /// What it says.
    pub name: Text,
    /// `ascending`, `descending` or `none`.
    pub sorted: Signal<&'static str>,
    /// What the column is filtered by; empty for nothing.
    pub value: RwSignal<String>,
    /// What it can be filtered by.
    pub filter: Filter,
}

/// The heading of a column: it sorts, and its lens opens a filter.
pub fn grid_heading(heading: GridHeading, press: impl Fn() + 'static) -> AnyView {
    let GridHeading {
        id,
        name,
        sorted,
        value,
        filter,
    } = heading;
    let locale = i18n::locale();
    let open = RwSignal::new(false);
    let label = Signal::derive(move || fill(key!(list.filter)(locale.get()), name.get()));
    let lens_class = Signal::derive(move || {
        if value.with(String::is_empty) {
            "icon icon-lens"
        } else {
            "icon icon-lens lens-on"
        }
    });
    let field = dynamic(move || {
        if open.get() {
            filter_field(id, name, label, value, filter.clone(), open)
        } else {
            ().into_any()
        }
    });
    let toggle = move || {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            request_animation_frame(move || focus(&filter_id(id)));
        }
    };
    let sort = Button::with_icon("sort", Signal::stored("icon icon-sort"), name.into_any())
        .on_press(press);
    let lens = Button::icon("lens", lens_class, label)
        .id(lens_id(id))
        .expanded(open.into())
        .on_press(toggle);
    view! {
        <th role="columnheader" scope="col" aria-label=name aria-sort=sorted>
            <span class="heading">
                {sort}
                {lens}
            </span>
            {field}
        </th>
    }
    .into_any()
}

fn filter_field(
    id: &'static str,
    name: Text,
    label: Signal<String>,
    value: RwSignal<String>,
    filter: Filter,
    open: RwSignal<bool>,
) -> AnyView {
    let locale = i18n::locale();
    let clear_label =
        Signal::derive(move || fill(key!(list.clear_filter)(locale.get()), name.get()));
    let clear = move || {
        value.set(String::new());
        open.set(false);
        focus(&lens_id(id));
    };
    let control = match filter {
        Filter::Choice(choices) => choice(id, label, value, choices),
        Filter::Day => input(id, label, value, "date"),
        Filter::Text => input(id, label, value, "text"),
    };
    view! {
        <span
            class="filter"
            on:keydown=move |event: leptos::ev::KeyboardEvent| {
                if event.key() == "Escape" {
                    clear();
                }
            }
        >
            {control}
            {Button::icon("lens", Signal::stored("icon icon-close"), clear_label).on_press(clear)}
        </span>
    }
    .into_any()
}

fn input(
    id: &'static str,
    label: Signal<String>,
    value: RwSignal<String>,
    kind: &'static str,
) -> AnyView {
    view! {
        <input
            id=filter_id(id)
            type=kind
            class="input"
            aria-label=label
            placeholder=t!(list.filter_value)
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
        />
    }
    .into_any()
}

fn choice(
    id: &'static str,
    label: Signal<String>,
    value: RwSignal<String>,
    choices: Vec<(&'static str, Key)>,
) -> AnyView {
    let options: Vec<AnyView> = choices
        .into_iter()
        .map(|(value, key)| view! { <option value=value>{i18n::text(key)}</option> }.into_any())
        .collect();
    view! {
        <select
            id=filter_id(id)
            class="input"
            aria-label=label
            prop:value=value
            on:change=move |event| value.set(event_target_value(&event))
        >
            <option value="">{t!(list.filter_all)}</option>
            {options}
        </select>
    }
    .into_any()
}

fn filter_id(id: &str) -> String {
    ["filter-", id].concat()
}

fn lens_id(id: &str) -> String {
    ["lens-", id].concat()
}
