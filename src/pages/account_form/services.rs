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

/// The services of the form: client, host, pop-up and language, taken from the context once,
/// because an event handler has no context.
#[derive(Clone, Copy)]
pub struct Services {
    /// The client of the proxy.
    pub api: Api,
    /// The back office around the frame.
    pub host: Host,
    /// The page's pop-up.
    pub popup: Popup,
    /// The data of the site.
    pub site: RwSignal<LoadState<Site>>,
    /// The language of the page.
    pub locale: RwSignal<Locale>,
    /// The scope of the form's requests.
    pub scope: PageScope,
    /// Navigation to other pages of the panel.
    pub navigator: Navigator,
}

impl Services {
    /// The services from the current component's context.
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

    /// Shows a text in the pop-up.
    pub fn say(self, kind: NoticeKind, text: String) {
        self.popup.show(Notice::plain(kind, text));
    }

    /// Shows sentences in the pop-up.
    pub fn notify(self, kind: NoticeKind, sentences: &[Key]) {
        let locale = self.locale.get_untracked();
        let text: Vec<&str> = sentences.iter().map(|sentence| sentence(locale)).collect();
        self.say(kind, text.join(" "));
    }
}
