use leptos::prelude::*;

use super::state::Form;
use crate::{
    components::{card, dynamic, switch},
    i18n::{self, Key},
    key, t,
};

/// Section *Ecommerce*: in the page once the account has been saved.
pub fn ecommerce(form: Form) -> AnyView {
    let saved = Memo::new(move |_| form.saved.with(Option::is_some));
    let section = dynamic(move || {
        if !saved.get() {
            return ().into_any();
        }
        let fields = view! {
            {warnings(form)}
            {switch("orders", t!(form.orders), t!(form.orders_hint), form.orders)}
            {switch("abandoned-carts", t!(form.carts), t!(form.carts_hint), form.abandoned_carts)}
            <p class="quiet">{t!(form.people)}</p>
        }
        .into_any();
        card("ecommerce", "icon-cart", t!(form.ecommerce), fields)
    });
    view! { <div class="arriving">{section}</div> }.into_any()
}

/// What to know before switching something on. The warning about the unified cart stands where it
/// applies, and where the host does not say whether it does.
fn warnings(form: Form) -> AnyView {
    let locale = i18n::locale();
    dynamic(move || {
        let unified = form
            .site
            .with(|site| site.ready().map(|site| site.session.unified_cart));
        let cart: Option<Key> = match unified {
            Some(Some(true)) => Some(key!(form.unified_cart)),
            Some(Some(false)) => None,
            Some(None) | None => Some(key!(form.unified_cart_maybe)),
        };
        let off = form
            .saved
            .with(|saved| saved.as_ref().is_some_and(|saved| !saved.account.enabled));
        let off = off.then(|| key!(form.account_off));
        let lines: Vec<AnyView> = off
            .into_iter()
            .chain(cart)
            .map(|key| {
                view! {
                    <div class="info">
                        <span class="icon icon-info" aria-hidden="true"></span>
                        <p>{key(locale.get())}</p>
                    </div>
                }
                .into_any()
            })
            .collect();
        lines.into_any()
    })
}
