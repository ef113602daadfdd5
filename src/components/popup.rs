use leptos::{ev, prelude::*};

use super::{IconButton, focus, focused, has_focus};
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

/// The content of a pop-up.
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
    /// A notice without details.
    #[must_use]
    pub fn plain(kind: NoticeKind, title: String) -> Self {
        Self {
            kind,
            title,
            detail: ViewFn::default(),
        }
    }
}

/// The small pop-up at the bottom of the page. It stays until it is closed or replaced.
#[derive(Clone, Copy)]
pub struct Popup {
    notice: RwSignal<Option<Notice>>,
    /// The id of the element that had the focus when the notice appeared.
    back_to: StoredValue<Option<String>>,
}

impl Popup {
    /// Provides the pop-up, closed, to every component below.
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

    /// Shows a notice in the place of the one before.
    pub fn show(self, notice: Notice) {
        self.back_to.set_value(focused());
        self.notice.set(Some(notice));
    }

    /// Closes the pop-up on the merchant's wish. A focus inside returns to where it was when the
    /// pop-up appeared.
    fn dismiss(self) {
        let inside = has_focus(".popup");
        self.close();
        if inside {
            let back = self.back_to.get_value().filter(|id| !id.is_empty());
            focus(back.as_deref().unwrap_or("page-title"));
        }
    }

    /// Esc closes it wherever the focus is (WCAG 1.4.13), but an open dialog first.
    fn on_key(self, event: &ev::KeyboardEvent) {
        let shown = self.notice.with_untracked(Option::is_some);
        let asked = || matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
        if event.key() == "Escape" && shown && !asked() {
            self.dismiss();
        }
    }

    /// Closes the pop-up.
    pub fn close(self) {
        self.notice.set(None);
    }
}

/// Where the pop-up appears. The region is in the page before its text, so that assistive
/// technology announces the text.
#[component]
pub fn PopupRegion() -> impl IntoView {
    let popup = Popup::get();
    let listener = window_event_listener(ev::keydown, move |event| popup.on_key(&event));
    on_cleanup(move || listener.remove());
    let notice = move || {
        popup
            .notice
            .get()
            .map(|notice| view! { <NoticeBox popup notice/> })
    };
    view! { <div class="popup-region" role="status">{notice}</div> }
}

#[component]
fn NoticeBox(popup: Popup, notice: Notice) -> impl IntoView {
    let class = match notice.kind {
        NoticeKind::Good => "popup popup-good",
        NoticeKind::Bad => "popup popup-bad",
        NoticeKind::Plain => "popup",
    };
    let close = t!(close);
    let close = Signal::derive(move || close.get().to_owned());
    view! {
        <div class=class>
            <div class="popup-text">
                <strong>{notice.title}</strong>
                {notice.detail.run()}
            </div>
            <IconButton
                class="popup-close"
                icon="icon-close"
                label=close
                on_press=move |()| popup.dismiss()
            />
        </div>
    }
}
