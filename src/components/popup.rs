use leptos::{ev, prelude::*};

use web_sys::KeyboardEvent;

use super::{Button, dynamic, el, focus, focused, has_focus};
use crate::t;

/// Whether a notice is good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// It worked.
    Good,
    /// It did not.
    Bad,
    /// Neither.
    Plain,
}

/// What a pop-up says.
#[derive(Clone)]
pub struct Notice {
    /// Whether it is good news.
    pub kind: NoticeKind,
    /// A few words.
    pub title: String,
    /// The rest, made when it is shown.
    pub detail: ViewFn,
}

impl Notice {
    /// A notice that is only a few words.
    #[must_use]
    pub fn plain(kind: NoticeKind, title: String) -> Self {
        Self {
            kind,
            title,
            detail: ViewFn::default(),
        }
    }
}

/// The small pop-up at the bottom of the page. It stays until it is closed or replaced: nobody
/// has to read against the clock.
#[derive(Clone, Copy)]
pub struct Popup {
    notice: RwSignal<Option<Notice>>,
    /// The id of what had the focus when the notice came.
    back_to: StoredValue<Option<String>>,
}

impl Popup {
    /// A page without a pop-up, for every component below.
    pub fn provide() {
        provide_context(Self {
            notice: RwSignal::new(None),
            back_to: StoredValue::new(None),
        });
    }

    /// The page's pop-up.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Says something.
    pub fn say(self, notice: Notice) {
        self.back_to.set_value(focused());
        self.notice.set(Some(notice));
    }

    /// Goes away. If it had the focus, that goes back to where it was when it came.
    fn dismiss(self) {
        let inside = has_focus(".popup");
        self.close();
        if inside {
            let back = self.back_to.get_value().filter(|id| !id.is_empty());
            focus(back.as_deref().unwrap_or("page-title"));
        }
    }

    /// Esc sends it away wherever the focus is, so that it hides nothing for long; a question is
    /// answered first.
    fn heard(self, event: &KeyboardEvent) {
        let shown = self.notice.with_untracked(Option::is_some);
        let asked = || matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
        if event.key() == "Escape" && shown && !asked() {
            self.dismiss();
        }
    }

    /// Goes away.
    pub fn close(self) {
        self.notice.set(None);
    }
}

/// Where the pop-up appears. It is in the page before its text, so that screen readers hear it.
pub fn popup_region() -> AnyView {
    let popup = Popup::get();
    let listener = window_event_listener(ev::keydown, move |event| popup.heard(&event));
    on_cleanup(move || listener.remove());
    let notice = dynamic(move || match popup.notice.get() {
        Some(notice) => shown(popup, &notice),
        None => ().into_any(),
    });
    el("div")
        .class("popup-region")
        .attr("role", "status")
        .child(notice)
        .into_any()
}

fn shown(popup: Popup, notice: &Notice) -> AnyView {
    let class = match notice.kind {
        NoticeKind::Good => "popup popup-good",
        NoticeKind::Bad => "popup popup-bad",
        NoticeKind::Plain => "popup",
    };
    let name = t!(close);
    let name = Signal::derive(move || name.get().to_owned());
    let icon = Signal::stored("icon icon-close");
    let close = Button::icon("popup-close", icon, name).on_press(move || popup.dismiss());
    let text = el("div")
        .class("popup-text")
        .child(el("strong").child(notice.title.as_str()))
        .child(notice.detail.run());
    el("div").class(class).child(text).child(close).into_any()
}
