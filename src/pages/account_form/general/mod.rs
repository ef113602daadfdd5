//! The section *Generale*.

mod platform;
mod platform_choice;

use contract::AccountField;
use leptos::prelude::*;

use self::platform::PlatformField;
use super::{draft::DraftStoreFields, state::Form};
use crate::{
    components::{Card, Field, described_by},
    t,
};

/// Section *Generale*.
#[component]
pub fn General(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    view! {
        <Card id="general" icon="icon-gear" title=t!(form.general)>
            <DescriptionField form/>
            <PlatformField form/>
        </Card>
    }
}

#[component]
fn DescriptionField(form: Form) -> impl IntoView {
    let errors = form.page.errors;
    let error = errors.message(AccountField::Description);
    view! {
        <Field
            id="description"
            label=t!(form.description)
            required=true
            error
            hint=move || t!(form.description_hint)
        >
            <input
                id="description"
                class="input"
                type="text"
                autocomplete="off"
                required
                aria-invalid=move || error.get().is_some().to_string()
                aria-describedby=described_by("description")
                bind:value=form.draft.description()
                on:input=move |_| errors.clear(AccountField::Description)
            />
        </Field>
    }
}
