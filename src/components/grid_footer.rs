use leptos::prelude::*;

use super::{Button, dynamic, el, focus, live_region};
use crate::{
    i18n::{self, Phrase, Text, fill},
    key, t,
};

/// Below a grid: how many rows there are, and which filters are on, with the way to clear them.
pub fn grid_footer(count: Phrase, filters: Vec<(Text, RwSignal<String>)>) -> AnyView {
    let locale = i18n::locale();
    let here = live_region();
    let said = Signal::derive(move || {
        if here.get() {
            count.get()
        } else {
            String::new()
        }
    });
    let on = dynamic(move || {
        let is_on =
            |(_, value): &&(Text, RwSignal<String>)| !value.with(|value| value.trim().is_empty());
        let names: Vec<&str> = filters
            .iter()
            .filter(is_on)
            .map(|(name, _)| name.get())
            .collect();
        if names.is_empty() {
            return ().into_any();
        }
        let all = filters.clone();
        let clear = move || {
            all.iter().for_each(|(_, value)| value.set(String::new()));
            // The button goes with what it cleared.
            focus("page-title");
        };
        let said = fill(key!(list.filters_on)(locale.get()), &names.join(", "));
        el("span")
            .class("filters-on")
            .child(el("span").child(said))
            .child(Button::text("link", t!(list.clear_filters)).on_press(clear))
            .into_any()
    });
    el("div")
        .class("grid-footer")
        .child(el("p").attr("role", "status").child(said))
        .child(on)
        .into_any()
}
