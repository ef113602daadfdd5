use leptos::prelude::*;

use super::state::Form;
use crate::{
    components::{Card, Info, Switch},
    t,
};

/// Section *Ecommerce*: in the page once the account has been saved.
#[component]
pub fn EcommerceSection(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let saved = Memo::new(move |_| form.saved.with(Option::is_some));
    view! {
        <div class="arriving">
            <Show when=move || saved.get()>
                <Card id="ecommerce" icon="icon-cart" title=t!(form.ecommerce)>
                    <Warnings form/>
                    <Switch
                        id="orders"
                        label=t!(form.orders)
                        hint=t!(form.orders_hint)
                        on=form.orders
                    />
                    <Switch
                        id="abandoned-carts"
                        label=t!(form.carts)
                        hint=t!(form.carts_hint)
                        on=form.abandoned_carts
                    />
                    <p class="quiet">{t!(form.people)}</p>
                </Card>
            </Show>
        </div>
    }
}

/// What to know before something is switched on. The warning about the unified cart is shown where
/// it applies, and where the host does not tell whether it does.
#[component]
fn Warnings(form: Form) -> impl IntoView {
    let off = move || {
        let is_off = |account: &contract::Account| !account.enabled;
        form.saved
            .with(|saved| saved.as_ref().is_some_and(|saved| is_off(&saved.account)))
    };
    let unified = move || {
        let site = |site: &crate::session::Site| site.session.unified_cart;
        form.site.with(|loaded| loaded.ready().and_then(site))
    };
    view! {
        <Show when=off>
            <Info><p>{t!(form.account_off)}</p></Info>
        </Show>
        {move || match unified() {
            Some(false) => None,
            Some(true) => Some(view! { <Info><p>{t!(form.unified_cart)}</p></Info> }),
            None => Some(view! { <Info><p>{t!(form.unified_cart_maybe)}</p></Info> }),
        }}
    }
}
