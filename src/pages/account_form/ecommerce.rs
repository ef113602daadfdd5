use leptos::prelude::*;

use super::{draft::DraftStoreFields, preview::PreviewSection, state::Form};
use crate::{
    components::{Card, Info, Switch},
    i18n::{self, Key, Text},
    key,
    load_state::LoadState,
    session::Site,
    t,
};

/// The section *Ecommerce*: in the page once the account was saved.
#[component]
pub fn EcommerceSection(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    view! {
        <div class="arriving">
            <Show when=move || form.saved.exists()>
                <Card id="ecommerce" icon="icon-cart" title=t!(form.ecommerce)>
                    <Warnings form/>
                    <Switch
                        id="orders"
                        label=t!(form.orders)
                        hint=t!(form.orders_hint)
                        on=form.draft.orders()
                    />
                    <Switch
                        id="abandoned-carts"
                        label=t!(form.carts)
                        hint=carts_hint(form)
                        on=form.draft.abandoned_carts()
                    />
                    <p class="quiet">{t!(form.people)}</p>
                    <PreviewSection form/>
                </Card>
            </Show>
        </div>
    }
}

/// The effect of *Abilita Carrelli Abbandonati*; with a unified cart the link opens another cart.
fn carts_hint(form: Form) -> Text {
    let locale = i18n::locale();
    Text::derive(move || {
        let unified = |site: &LoadState<_>| site.ready().and_then(unified_cart);
        let hint = match form.services.site.with(unified) {
            Some(true) => key!(form.carts_hint_unified),
            Some(false) | None => key!(form.carts_hint),
        };
        hint(locale.get())
    })
}

#[component]
fn Warnings(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let note = move |key: Key| view! { <Info><p>{move || key(locale.get())}</p></Info> };
    move || {
        let unified = |site: &LoadState<_>| site.ready().and_then(unified_cart);
        warning(form.services.site.with(unified)).map(note)
    }
}

fn unified_cart(site: &Site) -> Option<bool> {
    site.session.unified_cart
}

/// The warning about the unified cart is shown where it applies, and where the host does not send
/// the setting.
fn warning(unified_cart: Option<bool>) -> Option<Key> {
    match unified_cart {
        Some(false) => None,
        Some(true) => Some(key!(form.unified_cart)),
        None => Some(key!(form.unified_cart_maybe)),
    }
}
