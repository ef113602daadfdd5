use leptos::prelude::*;

use crate::{
    api::Api,
    components::{Notice, NoticeKind, Popup},
    host::Host,
    i18n::{self, Key, Locale},
    links::Navigator,
    load_state::LoadState,
    page_scope::PageScope,
    session::{self, Site},
};

/// What the form works with: the panel's client, host, pop-up and language, taken from the context
/// once, because an event handler has no context.
#[derive(Clone, Copy)]
pub struct Services {
    /// The client of the proxy.
    pub api: Api,
    /// The back office around the frame.
    pub host: Host,
    /// The page's pop-up.
    pub popup: Popup,
    /// What is known of the site.
    pub site: RwSignal<LoadState<Site>>,
    /// The language of the page.
    pub locale: RwSignal<Locale>,
    /// Where the form's requests belong.
    pub scope: PageScope,
    /// The way to other pages of the panel.
    pub navigator: Navigator,
}

impl Services {
    /// Those of the component that is being made.
    pub fn get() -> Self {
        Self {
            api: expect_context(),
            host: Host::get(),
            popup: Popup::get(),
            site: session::site(),
            locale: i18n::locale(),
            scope: PageScope::current(),
            navigator: Navigator::get(),
        }
    }

    /// Shows sentences in the pop-up.
    pub fn notify(self, kind: NoticeKind, sentences: &[Key]) {
        let locale = self.locale.get_untracked();
        let text: Vec<&str> = sentences.iter().map(|sentence| sentence(locale)).collect();
        self.popup.show(Notice::plain(kind, text.join(" ")));
    }
}
