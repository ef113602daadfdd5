use leptos::prelude::*;

use super::{draft::DraftStoreFields, state::Form};
use crate::{
    components::{Card, Info, Switch},
    i18n::{self, Key},
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
                        hint=t!(form.carts_hint)
                        on=form.draft.abandoned_carts()
                    />
                    <p class="quiet">{t!(form.people)}</p>
                </Card>
            </Show>
        </div>
    }
}

#[component]
fn Warnings(form: Form) -> impl IntoView {
    let locale = i18n::locale();
    let note = move |key: Key| view! { <Info><p>{move || key(locale.get())}</p></Info> };
    move || {
        let enabled = form.saved.read(|account| account.enabled);
        let unified = |site: &LoadState<_>| site.ready().and_then(unified_cart);
        let warnings = warnings(enabled.unwrap_or(true), form.services.site.with(unified));
        warnings.into_iter().flatten().map(note).collect_view()
    }
}

fn unified_cart(site: &Site) -> Option<bool> {
    site.session.unified_cart
}

/// The warnings before a switch is turned on. The warning about the unified cart is shown where it
/// applies, and where the host does not send the setting.
fn warnings(enabled: bool, unified_cart: Option<bool>) -> [Option<Key>; 2] {
    let off = (!enabled).then(|| key!(form.account_off));
    let unified = match unified_cart {
        Some(false) => None,
        Some(true) => Some(key!(form.unified_cart)),
        None => Some(key!(form.unified_cart_maybe)),
    };
    [off, unified]
}
