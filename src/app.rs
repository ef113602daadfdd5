//! The frame around the pages: what every page may use, and the routes.

use leptos::prelude::*;
use leptos_router::{
    components::{FlatRoutes, Route, Router},
    hooks::use_location,
    path,
};

use crate::{
    api::{Api, ApiError},
    components::{Failure, Popup, PopupRegion, Refusal, focus},
    history::HistoryGuard,
    host::{Host, Message, embedded},
    i18n, key,
    links::{self, Page},
    load_state::LoadState,
    offline::OfflineBar,
    page_scope::PageScope,
    pages::{
        account_list::AccountList,
        lazy::{AccountForm, LogList},
        not_found::NotFound,
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
    // Before the router: see `HistoryGuard`.
    HistoryGuard::provide();
    let host = Host::connect(i18n::locale());
    provide_context(host);
    provide_context(Api::new(host));
    provide_context(RwSignal::new(LoadState::<Site>::Pending));
    load_site();
    let scope = PageScope::current();
    RetrySignal::get().on_retry(session::site(), move || scope.within(load_site));
    view! {
        <Router>
            <PageChanges/>
            <div class="page">
                <OfflineBar/>
                <SiteFailure/>
                <FlatRoutes fallback=NotFound>
                    <Route path=path!("/") view=AccountList/>
                    <Route path=path!("/accounts/:id") view=AccountForm/>
                    <Route path=path!("/log") view=LogList/>
                </FlatRoutes>
            </div>
            <PopupRegion/>
        </Router>
    }
}

/// Loads who the user is and what the site has, and takes over the host's language.
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

/// What every change of page brings: its title, a message to the host, no pop-up of the page
/// before, and the focus on the heading, so that keyboard and screen reader start there.
#[component]
fn PageChanges() -> impl IntoView {
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
        host.send(&Message::Navigate(path, title));
    });
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        // The address of a new account changes when it is saved; the page stays.
        let new = before.as_deref().and_then(links::account_in) == Some("new");
        let saved = new && links::account_in(&path).is_some();
        if before.is_some() && !saved {
            popup.close();
            request_animation_frame(|| focus("page-title"));
        }
        path
    });
}

/// Why nothing is known of the site, if so.
#[component]
fn SiteFailure() -> impl IntoView {
    let site = session::site();
    move || match site.get() {
        LoadState::Failed(ApiError::NoSession) if !embedded() => {
            let (what, advice) = (t!(problem.home), t!(problem.home_advice));
            Some(view! { <Refusal what advice/> }.into_any())
        }
        LoadState::Failed(error) => Some(view! { <Failure error/> }.into_any()),
        LoadState::Pending | LoadState::Ready(_) => None,
    }
}
