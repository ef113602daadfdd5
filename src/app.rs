//! The frame around the pages: routes, and what every page may ask for.

use leptos::prelude::*;
use leptos_router::{
    components::Router,
    hooks::use_location,
    location::{BrowserUrl, LocationProvider},
};

use crate::{
    api::{Api, ApiError},
    components::{Popup, dynamic, el, failure, focus, link, page_title, popup_region, refusal},
    history::HistoryGuard,
    host::{Host, Message, embedded},
    i18n, key,
    links::{self, Page},
    load_state::LoadState,
    offline::offline_bar,
    page_scope::PageScope,
    pages::{
        account_list::accounts_page,
        lazy::{account_page, log_page},
    },
    retry::RetrySignal,
    session::{self, Site},
    t,
};

/// The panel.
#[component]
pub fn App() -> impl IntoView {
    i18n::provide_locale();
    RetrySignal::provide();
    Popup::provide();
    HistoryGuard::provide();
    let host = Host::connect(i18n::locale());
    provide_context(host);
    provide_context(Api::new(host));
    provide_context(RwSignal::new(LoadState::<Site>::Pending));
    load_site();
    let scope = PageScope::current();
    RetrySignal::get().on_retry(session::site(), move || scope.within(load_site));
    view! { <Router>{frame()}</Router> }
}

/// What is around every page.
fn frame() -> AnyView {
    arrivals();
    let page = el("div")
        .class("page")
        .child(offline_bar())
        .child(site_failure())
        .child(pages());
    el("div").child(page).child(popup_region()).into_any()
}

/// The page of the address. Chosen by hand: the router's own routes cost the merchant more bytes
/// than three pages are worth.
fn pages() -> AnyView {
    let path = use_location().pathname;
    let page = Memo::new(move |_| path.with(|path| Page::at(path)));
    let address = use_context::<BrowserUrl>();
    Effect::new(move || {
        path.track();
        if let Some(address) = &address {
            // The router writes the address of a followed link when the page says it is there.
            address.ready_to_complete();
        }
    });
    dynamic(move || match page.get() {
        Page::List => accounts_page(),
        Page::Account => account_page(),
        Page::Log => log_page(),
        Page::Unknown => not_found(),
    })
}

/// Asks who is here, and takes over the host's language.
fn load_site() {
    let (api, host) = (expect_context::<Api>(), Host::get());
    let (site, locale) = (session::site(), i18n::locale());
    site.set(LoadState::Pending);
    PageScope::current().spawn(async move {
        let loaded = Site::load(api).await;
        if let (Ok(loaded), false) = (&loaded, host.chose_language()) {
            locale.set(loaded.locale());
        }
        site.set(loaded.into());
    });
}

/// What every change of page brings: its title, the host's address, no pop-up of the page before,
/// and the focus on the heading, so that the keyboard and screen readers start where the page does.
fn arrivals() {
    let (path, popup, host) = (use_location().pathname, Popup::get(), Host::get());
    let locale = i18n::locale();
    Effect::new(move || {
        let (path, locale) = (path.get(), locale.get());
        let page = match Page::at(&path) {
            Page::List => key!(list.title),
            Page::Log => key!(log.title),
            Page::Account => key!(form.title_new),
            Page::Unknown => key!(problem.page_not_found),
        };
        let title = [page(locale), " – ", key!(page_title)(locale)].concat();
        document().set_title(&title);
        host.say(&Message::Navigate(path, title));
    });
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        // An account that was just saved is still the page it was.
        let new = before.as_deref().and_then(links::account_in) == Some("new");
        let saved = new && links::account_in(&path).is_some();
        if before.is_some() && !saved {
            popup.close();
            request_animation_frame(|| focus("page-title"));
        }
        path
    });
}

fn site_failure() -> AnyView {
    let site = session::site();
    dynamic(move || match site.get() {
        LoadState::Failed(ApiError::NoSession) if !embedded() => {
            refusal(t!(problem.home), t!(problem.home_advice), ().into_any())
        }
        LoadState::Failed(error) => failure(&error),
        LoadState::Pending | LoadState::Ready(_) => ().into_any(),
    })
}

fn not_found() -> AnyView {
    let way_on = link(links::LIST, t!(problem.to_list));
    el("main")
        .class("page-main")
        .child(page_title(t!(problem.page_not_found)))
        .child(el("p").child(way_on))
        .into_any()
}
