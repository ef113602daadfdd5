use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::{Button, El, control, dynamic, el, focus};
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
    let sort = Button::with_icon("sort", Signal::stored("icon icon-sort"), name).on_press(press);
    let lens = Button::icon("lens", lens_class, label)
        .id(lens_id(id))
        .expanded(open.into())
        .on_press(toggle);
    el("th")
        .attr("role", "columnheader")
        .attr("scope", "col")
        .attr("aria-label", name)
        .attr("aria-sort", sorted)
        .child(el("span").class("heading").child(sort).child(lens))
        .child(field)
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
    let on_key = move |event: web_sys::Event| {
        if event.unchecked_ref::<KeyboardEvent>().key() == "Escape" {
            // The pop-up's turn is the next.
            event.stop_propagation();
            clear();
        }
    };
    let close = Signal::stored("icon icon-close");
    el("span")
        .class("filter")
        .on("keydown", on_key)
        .child(control)
        .child(Button::icon("lens", close, clear_label).on_press(clear))
        .into_any()
}

/// A text or a day.
fn input(
    id: &'static str,
    label: Signal<String>,
    value: RwSignal<String>,
    kind: &'static str,
) -> El {
    let input = el("input")
        .attr("type", kind)
        .attr("placeholder", t!(list.filter_value));
    control(named(input, id, label), value)
}

fn choice(
    id: &'static str,
    label: Signal<String>,
    value: RwSignal<String>,
    choices: Vec<(&'static str, Key)>,
) -> El {
    let option = |value: &'static str, text: Text| el("option").attr("value", value).child(text);
    let options: Vec<El> = choices
        .into_iter()
        .map(|(value, key)| option(value, i18n::text(key)))
        .collect();
    let select = el("select")
        .child(option("", t!(list.filter_all)))
        .child(options);
    control(named(select, id, label), value)
}

fn named(control: El, id: &str, label: Signal<String>) -> El {
    control
        .id(filter_id(id))
        .class("input")
        .attr("aria-label", label)
}

fn filter_id(id: &str) -> String {
    ["filter-", id].concat()
}

fn lens_id(id: &str) -> String {
    ["lens-", id].concat()
}
