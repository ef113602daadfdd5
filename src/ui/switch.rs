use leptos::prelude::*;

use super::dynamic;
use crate::{
    i18n::{self, Text},
    key,
};

/// A switch between *Sì* and *No*, with what it does under it.
pub fn switch(id: &'static str, label: Text, hint: Text, on: RwSignal<bool>) -> AnyView {
    let locale = i18n::locale();
    let state = dynamic(move || {
        let key = if on.get() { key!(yes) } else { key!(no) };
        key(locale.get()).into_any()
    });
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}</label>
            <div class="field-control">
                <span class="switch">
                    <input
                        id=id
                        type="checkbox"
                        role="switch"
                        aria-describedby=format!("{id}-hint")
                        prop:checked=on
                        on:change=move |event| on.set(event_target_checked(&event))
                    />
                    <span aria-hidden="true">{state}</span>
                </span>
                <p id=format!("{id}-hint") class="field-hint">{hint}</p>
            </div>
        </div>
    }
    .into_any()
}
