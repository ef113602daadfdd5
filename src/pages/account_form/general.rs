use contract::{AccountField, AccountId, Platform};
use leptos::prelude::*;

use super::state::Form;
use crate::{
    components::{FieldProps, card, described_by, dynamic, field},
    i18n::{self, Locale, fill},
    key, links,
    load_state::LoadState,
    t,
};

/// Section *Generale*.
pub fn general(form: Form) -> AnyView {
    let fields = view! { {description(form)} {platform(form)} }.into_any();
    card("general", "icon-gear", t!(form.general), fields)
}

fn description(form: Form) -> AnyView {
    let error = form.error(AccountField::Description);
    let control = view! {
        <input
            id="description"
            class="input"
            type="text"
            autocomplete="off"
            required
            aria-invalid=move || error.get().is_some().to_string()
            aria-describedby=described_by("description")
            prop:value=form.description
            on:input=move |event| {
                form.description.set(event_target_value(&event));
                form.touched(AccountField::Description);
            }
        />
    }
    .into_any();
    let hint = t!(form.description_hint).into_any();
    field(
        FieldProps {
            id: "description",
            label: t!(form.description),
            required: true,
            error,
            hint,
        },
        control,
    )
}

fn platform(form: Form) -> AnyView {
    let error = form.error(AccountField::Platform);
    let locale = i18n::locale();
    let options: Vec<AnyView> = Platform::ALL
        .into_iter()
        .map(|platform| option(form, platform))
        .collect();
    let control = view! {
        <select
            id="platform"
            class="input select"
            required
            aria-invalid=move || error.get().is_some().to_string()
            aria-describedby=described_by("platform")
            disabled=move || form.saved.with(Option::is_some)
            prop:value=form.platform
            on:change=move |event| {
                form.platform.set(event_target_value(&event));
                form.touched(AccountField::Platform);
            }
        >
            <option value="">{t!(form.platform_choose)}</option>
            {options}
        </select>
    }
    .into_any();
    let hint = dynamic(move || {
        view! { {fixed(form, locale.get())} {explanation(form, locale.get())} }.into_any()
    });
    field(
        FieldProps {
            id: "platform",
            label: t!(form.platform),
            required: true,
            error,
            hint,
        },
        control,
    )
}

/// Why a platform cannot be chosen.
#[derive(Clone, Copy, PartialEq)]
enum Barred {
    NeedsModule,
    AlreadyConfigured,
}

fn barred(form: Form, platform: Platform) -> Option<Barred> {
    let other = platform == Platform::ActiveCampaign && form.other.with(Option::is_some);
    let known = form
        .site
        .with(|site| site.ready().map(|site| site.module_active(platform)));
    match (known, other) {
        _ if form.saved.with(Option::is_some) => None,
        (_, true) => Some(Barred::AlreadyConfigured),
        (Some(false), false) if platform.configurable() => Some(Barred::NeedsModule),
        _ => None,
    }
}

fn option(form: Form, platform: Platform) -> AnyView {
    let locale = i18n::locale();
    let barred = Memo::new(move |_| barred(form, platform));
    let text = move || match barred.get() {
        Some(Barred::NeedsModule) => [
            platform.name(),
            " – ",
            key!(form.needs_module)(locale.get()),
        ]
        .concat(),
        Some(Barred::AlreadyConfigured) => [
            platform.name(),
            " – ",
            key!(form.already_option)(locale.get()),
        ]
        .concat(),
        None => platform.name().to_owned(),
    };
    view! {
        <option value=platform.id() disabled=move || barred.get().is_some()>{text}</option>
    }
    .into_any()
}

fn fixed(form: Form, locale: Locale) -> Option<AnyView> {
    let saved = form.saved.with(Option::is_some);
    saved.then(|| view! { <p>{key!(form.platform_fixed)(locale)}</p> }.into_any())
}

/// What a merchant has to know about the platform that is chosen, or cannot be.
fn explanation(form: Form, locale: Locale) -> AnyView {
    let module_off = |platform| {
        form.site
            .with(|site| matches!(site, LoadState::Ready(site) if !site.module_active(platform)))
    };
    let name = Platform::ActiveCampaign.name();
    if form.saved.with(Option::is_some) {
        return if module_off(Platform::ActiveCampaign) {
            info(fill(key!(form.module_off_account)(locale), name))
        } else {
            ().into_any()
        };
    }
    let already = form.other.get();
    let chosen = form
        .chosen_platform()
        .filter(|platform| !platform.configurable())
        .map(|platform| info(fill(key!(form.not_configurable)(locale), platform.name())));
    let missing = (already.is_none() && chosen.is_none() && module_off(Platform::ActiveCampaign))
        .then(|| info(fill(key!(form.module_text)(locale), name)));
    let already = already.map(|other| already_configured(&other, locale));
    let all: Vec<AnyView> = [chosen, already, missing].into_iter().flatten().collect();
    all.into_any()
}

/// The one account a site can have is there: the way to it.
fn already_configured((id, description): &(AccountId, String), locale: Locale) -> AnyView {
    view! {
        <div class="info">
            <span class="icon icon-info" aria-hidden="true"></span>
            <p>
                {key!(form.already_text)(locale)} " "
                <a href=links::account(id)>
                    {fill(key!(form.already_link)(locale), description)}
                </a>
            </p>
        </div>
    }
    .into_any()
}

fn info(text: String) -> AnyView {
    view! {
        <div class="info">
            <span class="icon icon-info" aria-hidden="true"></span>
            <p>{text}</p>
        </div>
    }
    .into_any()
}
