use leptos::prelude::*;
use reactive_stores::Field;

use crate::{
    i18n::{self, Text},
    key,
};

/// A switch between *Sì* and *No*, with a hint below.
#[component]
pub fn Switch(
    /// The id of the control.
    id: &'static str,
    /// The label.
    label: Text,
    /// The hint: what the switch does.
    hint: Text,
    /// Whether it is on.
    #[prop(into)]
    on: Field<bool>,
) -> impl IntoView {
    let locale = i18n::locale();
    let state = move || {
        let key = if on.get() { key!(yes) } else { key!(no) };
        key(locale.get())
    };
    let hint_id = [id, "-hint"].concat();
    view! {
        <div class="field">
            <label class="field-label" for=id>{label}</label>
            <div class="field-control">
                <span class="switch">
                    <input
                        id=id
                        type="checkbox"
                        role="switch"
                        aria-describedby=hint_id.clone()
                        bind:checked=on
                    />
                    <span aria-hidden="true">{state}</span>
                </span>
                <p id=hint_id class="field-hint">{hint}</p>
            </div>
        </div>
    }
}
