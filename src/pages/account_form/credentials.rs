use contract::{AccountField, AccountNameSource, Platform};
use leptos::prelude::*;

use super::{connection_test::last_test_line, help::help, state::Form};
use crate::{
    components::{Button, FieldProps, card, described_by, dynamic, field, focus},
    i18n::{self, fill},
    key, t,
};

/// Section *Credenziali*: in the page only while the platform is ActiveCampaign. What was typed
/// is in the form, so it is still there when the section comes back.
pub fn credentials(form: Form) -> AnyView {
    let wanted = Memo::new(move |_| form.chosen_platform() == Some(Platform::ActiveCampaign));
    let section = dynamic(move || {
        if !wanted.get() {
            return ().into_any();
        }
        let fields = view! { {account_name(form)} {api_key(form)} {last_test_line(form)} {help()} }
            .into_any();
        card("credentials", "icon-key", t!(form.credentials), fields)
    });
    let arrived = dynamic(move || {
        if wanted.get() && form.saved.with(Option::is_none) {
            t!(form.credentials_shown).into_any()
        } else {
            ().into_any()
        }
    });
    view! {
        <p class="visually-hidden" role="status">{arrived}</p>
        <div class="arriving">{section}</div>
    }
    .into_any()
}

fn account_name(form: Form) -> AnyView {
    let error = form.error(AccountField::AccountName);
    let control = view! {
        <input
            id="account-name"
            class="input"
            type="text"
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            required
            aria-invalid=move || error.get().is_some().to_string()
            aria-describedby=described_by("account-name")
            prop:value=form.account_name
            on:input=move |event| {
                form.account_name.set(event_target_value(&event));
                form.touched(AccountField::AccountName);
                form.touched(AccountField::ApiKey);
            }
            on:change=move |_| form.understand_name()
            // The pasted text is in the field by the next paint.
            on:paste=move |_| request_animation_frame(move || form.understand_name())
        />
    }
    .into_any();
    let hint = view! { <p>{t!(form.account_name_hint)}</p> {understood(form)} }.into_any();
    field(
        FieldProps {
            id: "account-name",
            label: t!(form.account_name),
            required: true,
            error,
            hint,
        },
        control,
    )
}

/// What the last paste was taken for, and the way back.
fn understood(form: Form) -> AnyView {
    let locale = i18n::locale();
    let line = dynamic(move || {
        let Some(understood) = form.understood.get() else {
            return ().into_any();
        };
        if form.account_name.get() != understood.name {
            return ().into_any();
        }
        let text = match understood.source {
            AccountNameSource::LoginUrl => key!(form.understood_login),
            AccountNameSource::ApiUrl | AccountNameSource::Name => key!(form.understood),
        };
        let typed = understood.typed;
        let undo = Button::text("link", t!(form.understood_undo)).on_press(move || {
            form.account_name.set(typed.clone());
            focus("account-name");
        });
        view! {
            <p class="understood">
                {fill(text(locale.get()), &understood.name)} " "
                {undo}
            </p>
        }
        .into_any()
    });
    let moved = dynamic(move || match form.moved.get() {
        Some(key) => view! { <p class="understood">{key(locale.get())}</p> }.into_any(),
        None => ().into_any(),
    });
    view! { <div aria-live="polite">{line} {moved}</div> }.into_any()
}

fn api_key(form: Form) -> AnyView {
    let error = form.error(AccountField::ApiKey);
    let typed = Memo::new(move |_| form.key_is_typed());
    let control = dynamic(move || {
        if typed.get() {
            key_input(form)
        } else {
            stored_key(form)
        }
    });
    let locale = i18n::locale();
    let hint = dynamic(move || {
        let key = match form.saved.with(Option::is_some) {
            true if form.renamed() => key!(form.api_key_again),
            true if form.replacing_key.get() => key!(form.api_key_keep_hint),
            true => return ().into_any(),
            false => key!(form.api_key_hint),
        };
        key(locale.get()).into_any()
    });
    field(
        FieldProps {
            id: "api-key",
            label: t!(form.api_key),
            required: true,
            error,
            hint,
        },
        control,
    )
}

fn key_input(form: Form) -> AnyView {
    let error = form.error(AccountField::ApiKey);
    let shown = RwSignal::new(false);
    let locale = i18n::locale();
    let label = Signal::derive(move || {
        let key = if shown.get() {
            key!(form.api_key_hide)
        } else {
            key!(form.api_key_show)
        };
        key(locale.get()).to_owned()
    });
    let icon = Signal::derive(move || {
        if shown.get() {
            "icon icon-eye-off"
        } else {
            "icon icon-eye"
        }
    });
    let show = Button::icon("button button-icon", icon, label)
        .pressed(shown.into())
        .on_press(move || shown.update(|shown| *shown = !*shown));
    let keep = dynamic(move || {
        if form.saved.with(Option::is_none) || form.renamed() {
            return ().into_any();
        }
        let keep = move || {
            form.api_key.set(String::new());
            form.replacing_key.set(false);
            form.touched(AccountField::ApiKey);
            request_animation_frame(|| focus("api-key"));
        };
        Button::text("button", t!(form.api_key_keep)).on_press(keep)
    });
    view! {
        <span class="with-button">
            <input
                id="api-key"
                class="input"
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                required
                aria-invalid=move || error.get().is_some().to_string()
                aria-describedby=described_by("api-key")
                prop:value=form.api_key
                on:input=move |event| {
                    form.api_key.set(event_target_value(&event));
                    form.touched(AccountField::ApiKey);
                }
                on:change=move |_| form.understand_key()
                on:paste=move |_| request_animation_frame(move || form.understand_key())
            />
            {show}
            {keep}
        </span>
    }
    .into_any()
}

fn stored_key(form: Form) -> AnyView {
    let locale = i18n::locale();
    let stored = move || {
        let last4 = form
            .saved
            .with(|saved| saved.as_ref().map(|s| s.account.api_key.last4.clone()));
        match last4.as_deref() {
            Some("") | None => key!(form.api_key_stored_short)(locale.get()).to_owned(),
            Some(last4) => fill(key!(form.api_key_stored)(locale.get()), last4),
        }
    };
    let replace = move || {
        form.replacing_key.set(true);
        request_animation_frame(|| focus("api-key"));
    };
    view! {
        <span class="with-button">
            <input id="api-key" class="input" type="text" readonly aria-describedby=described_by("api-key") prop:value=stored/>
            {Button::text("button", t!(form.api_key_replace)).on_press(replace)}
        </span>
    }
    .into_any()
}
