use contract::{AccountField, Platform};
use leptos::prelude::*;

use super::platform_choice::{Barred, PlatformChoice, PlatformNote};
use crate::{
    components::{Field, Info, described_by, next_picture},
    i18n::{self, fill},
    key, links,
    pages::account_form::{draft::DraftStoreFields, page_state::OtherAccount, state::Form},
    t,
};

/// *Piattaforma*.
#[component]
pub fn PlatformField(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let errors = form.page.errors;
    let error = errors.message(AccountField::Platform);
    let choice = Memo::new(move |_| choice(form));
    let options = Platform::all()
        .map(|platform| view! { <PlatformOption choice platform/> })
        .collect_view();
    view! {
        <Field
            id="platform"
            label=t!(form.platform)
            required=true
            error
            hint=move || view! { <PlatformHint choice/> }
        >
            <select
                id="platform"
                class="input select"
                required
                aria-invalid=move || error.get().is_some().to_string()
                aria-describedby=described_by("platform")
                disabled=move || form.saved.exists()
                prop:value=move || form.draft.platform().get()
                on:change=move |event| choose(form, event_target_value(&event))
            >
                <option value="">{t!(form.platform_choose)}</option>
                {options}
            </select>
        </Field>
    }
}

/// Selects a platform. Its sections take 70 ms to build on a slow phone: the choice is shown first.
fn choose(form: Form, platform: String) {
    form.services.scope.spawn(async move {
        next_picture().await;
        form.draft.platform().set(platform);
        form.page.errors.clear(AccountField::Platform);
    });
}

/// The current inputs of the platform choice.
fn choice(form: Form) -> PlatformChoice {
    let modules = form.services.site.with(|site| {
        let site = site.ready()?;
        let has_module = |platform: &Platform| site.module_active(*platform);
        Some(Platform::all().filter(has_module).collect())
    });
    PlatformChoice {
        saved: form.saved.exists(),
        chosen: form.chosen_platform(),
        modules,
        other: form.page.other.get(),
    }
}

#[component]
fn PlatformOption(choice: Memo<PlatformChoice>, platform: Platform) -> impl IntoView {
    let locale = i18n::locale();
    let barred = Memo::new(move |_| choice.with(|choice| choice.barred(platform)));
    let text = move || {
        let reason = match barred.get() {
            Some(Barred::NeedsModule) => key!(form.needs_module),
            Some(Barred::AlreadyConfigured) => key!(form.already_option),
            None => return platform.name().to_owned(),
        };
        [platform.name(), " – ", reason(locale.get())].concat()
    };
    view! {
        <option value=platform.id() disabled=move || barred.get().is_some()>
            {text}
        </option>
    }
}

/// The notes beside the choice of the platform.
#[component]
fn PlatformHint(choice: Memo<PlatformChoice>) -> impl IntoView {
    let notes = Memo::new(move |_| choice.with(PlatformChoice::notes));
    move || {
        let note = |note| view! { <Note note/> };
        notes.get().into_iter().map(note).collect_view()
    }
}

#[component]
fn Note(note: PlatformNote) -> impl IntoView {
    let locale = i18n::locale();
    let (text, platform) = match note {
        PlatformNote::Fixed => return view! { <p>{t!(form.platform_fixed)}</p> }.into_any(),
        PlatformNote::AlreadyConfigured(other) => {
            return view! { <AlreadyConfigured other/> }.into_any();
        }
        PlatformNote::NotConfigurable(platform) => (key!(form.not_configurable), platform),
        PlatformNote::ModuleMissing(platform) => (key!(form.module_text), platform),
    };
    let text = move || fill(text(locale.get()), platform.name());
    view! { <Info><p>{text}</p></Info> }.into_any()
}

/// A link to the site's account of the platform.
#[component]
fn AlreadyConfigured(other: OtherAccount) -> impl IntoView {
    let locale = i18n::locale();
    let label = move || fill(key!(form.already_link)(locale.get()), &other.description);
    view! {
        <Info>
            <p>
                {t!(form.already_text)} " "
                <a href=links::account(&other.id)>{label}</a>
            </p>
        </Info>
    }
}
