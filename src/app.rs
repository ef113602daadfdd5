//! The root component: providers and routes.

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
    session,
    session_bar::SessionBar,
    t,
};

/// The root component of the panel.
#[component]
pub fn App() -> impl IntoView {
    i18n::provide_locale();
    RetrySignal::provide();
    Popup::provide();
    // Must precede the router: see `HistoryGuard`.
    HistoryGuard::provide();
    let host = Host::connect(i18n::locale());
    provide_context(host);
    provide_context(Api::new(host));
    session::provide();
    let path = window().location().pathname().unwrap_or_default();
    session::load(Page::at(&path) == Page::List);
    let scope = PageScope::current();
    let reload = move || scope.within(|| session::load(false));
    RetrySignal::get().on_retry(session::site(), reload);
    view! {
        <Router>
            <PageChanges/>
            <div class="page">
                <OfflineBar/>
                <SessionBar/>
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

/// Runs on every page change: sets the title, sends a message to the host, closes the pop-up, and
/// focuses the heading, so that keyboard and screen reader start there.
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
        // The URL of a new account changes when it is saved, but the page stays.
        let new = before.as_deref().and_then(links::account_in) == Some("new");
        let saved = new && links::account_in(&path).is_some();
        if before.is_some() && !saved {
            popup.close();
            request_animation_frame(|| focus("page-title"));
        }
        path
    });
}

/// The error of loading the site, if any. The list shows it in place of its rows.
#[component]
fn SiteFailure() -> impl IntoView {
    let (site, path) = (session::site(), use_location().pathname);
    let on_list = Memo::new(move |_| path.with(|path| Page::at(path) == Page::List));
    move || match site.get() {
        LoadState::Failed(ApiError::NoSession) if !embedded() => {
            let (what, advice) = (t!(problem.home), t!(problem.home_advice));
            Some(view! { <Refusal what advice/> }.into_any())
        }
        LoadState::Failed(_) if on_list.get() => None,
        LoadState::Failed(error) => Some(view! { <Failure error/> }.into_any()),
        LoadState::Pending | LoadState::Ready(_) => None,
    }
}
