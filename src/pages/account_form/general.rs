use contract::{AccountField, AccountId, Platform};
use leptos::prelude::*;

use super::state::Form;
use crate::{
    components::{Card, Field, Info, described_by},
    i18n::{self, fill},
    key, links,
    load_state::LoadState,
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
    let error = form.error(AccountField::Description);
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
                bind:value=form.description
                on:input=move |_| form.touched(AccountField::Description)
            />
        </Field>
    }
}

#[component]
fn PlatformField(form: Form) -> impl IntoView {
    let error = form.error(AccountField::Platform);
    let options = Platform::ALL.map(|platform| view! { <PlatformOption form platform/> });
    let choose = move |event| {
        form.platform.set(event_target_value(&event));
        form.touched(AccountField::Platform);
    };
    view! {
        <Field
            id="platform"
            label=t!(form.platform)
            required=true
            error
            hint=move || view! { <PlatformHint form/> }
        >
            <select
                id="platform"
                class="input select"
                required
                aria-invalid=move || error.get().is_some().to_string()
                aria-describedby=described_by("platform")
                disabled=move || form.saved.with(Option::is_some)
                prop:value=form.platform
                on:change=choose
            >
                <option value="">{t!(form.platform_choose)}</option>
                {options}
            </select>
        </Field>
    }
}

/// Why a platform cannot be chosen.
#[derive(Clone, Copy, PartialEq)]
enum Barred {
    NeedsModule,
    AlreadyConfigured,
}

fn barred(form: Form, platform: Platform) -> Option<Barred> {
    let other = platform == Platform::ActiveCampaign && form.other.with(Option::is_some);
    let module = form
        .site
        .with(|site| site.ready().map(|site| site.module_active(platform)));
    match (module, other) {
        _ if form.saved.with(Option::is_some) => None,
        (_, true) => Some(Barred::AlreadyConfigured),
        (Some(false), false) if platform.configurable() => Some(Barred::NeedsModule),
        _ => None,
    }
}

#[component]
fn PlatformOption(form: Form, platform: Platform) -> impl IntoView {
    let locale = i18n::locale();
    let barred = Memo::new(move |_| barred(form, platform));
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

/// What a merchant has to know about the platform that is chosen, or that cannot be.
#[component]
fn PlatformHint(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let is_saved = move || form.saved.with(Option::is_some);
    let module_off = move || {
        let off = |site: &LoadState<_>| matches!(site, LoadState::Ready(site) if is_off(site));
        form.site.with(off)
    };
    let not_configurable = move || {
        let chosen = form.chosen_platform().filter(|it| !it.configurable())?;
        let text = fill(key!(form.not_configurable)(locale.get()), chosen.name());
        (!is_saved()).then_some(text)
    };
    let module_missing = move || {
        let (locale, name) = (locale.get(), Platform::ActiveCampaign.name());
        if !module_off() {
            return None;
        }
        if is_saved() {
            return Some(fill(key!(form.module_off_account)(locale), name));
        }
        let explained = form.other.with(Option::is_some) || not_configurable().is_some();
        (!explained).then(|| fill(key!(form.module_text)(locale), name))
    };
    let already = move || form.other.get().filter(|_| !is_saved());
    let note = |text: String| view! { <Info><p>{text}</p></Info> };
    view! {
        <Show when=is_saved>
            <p>{t!(form.platform_fixed)}</p>
        </Show>
        {move || not_configurable().map(note)}
        {move || already().map(|(id, description)| view! { <AlreadyConfigured id description/> })}
        {move || module_missing().map(note)}
    }
}

fn is_off(site: &crate::session::Site) -> bool {
    !site.module_active(Platform::ActiveCampaign)
}

/// The site has its one account of the platform already: a link to it.
#[component]
fn AlreadyConfigured(id: AccountId, description: String) -> impl IntoView {
    let locale = i18n::locale();
    let label = move || fill(key!(form.already_link)(locale.get()), &description);
    view! {
        <Info>
            <p>
                {t!(form.already_text)} " "
                <a href=links::account(&id)>{label}</a>
            </p>
        </Info>
    }
}
