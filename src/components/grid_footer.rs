use leptos::prelude::*;

use super::{focus, rendered_once};
use crate::{
    i18n::{self, Text, fill},
    key, t,
};

/// The line below a grid: the number of rows, and the active filters with a button that clears
/// them.
#[component]
pub fn GridFooter(
    /// The number of rows, as a sentence.
    count: Signal<String>,
    /// The name of each column and the value of its filter.
    filters: Vec<(Text, RwSignal<String>)>,
    /// Content at the end of the line.
    children: Children,
) -> impl IntoView {
    let locale = i18n::locale();
    let rendered = rendered_once();
    let announced = move || rendered.get().then(|| count.get());
    let filters = StoredValue::new(filters);
    let active = move || {
        filters.with_value(|filters| {
            let mut names = Vec::new();
            for (name, value) in filters {
                if !value.with(|value| value.trim().is_empty()) {
                    names.push(name.get());
                }
            }
            names.join(", ")
        })
    };
    let active = Memo::new(move |_| active());
    let clear = move |_| {
        filters.with_value(|filters| {
            for (_, value) in filters {
                value.set(String::new());
            }
        });
        // The button disappears together with the filters.
        focus("page-title");
    };
    view! {
        <div class="grid-footer">
            <p role="status">{announced}</p>
            <Show when=move || !active.with(String::is_empty)>
                <span class="filters-on">
                    <span>{move || active.with(|names| fill(key!(list.filters_on)(locale.get()), names))}</span>
                    <button type="button" class="link" on:click=clear>{t!(list.clear_filters)}</button>
                </span>
            </Show>
            {children()}
        </div>
    }
}
