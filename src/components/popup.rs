use std::time::Duration;

use leptos::{ev, html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use web_sys::DomRect;

use super::{IconButton, focus, focused, has_focus};
use crate::{
    i18n::{Key, text},
    t,
};

/// How long a notice is shown before it closes by itself.
const LIFE: Duration = Duration::from_secs(10);

/// The kind of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// A success.
    Good,
    /// A failure.
    Bad,
    /// Neutral information.
    Plain,
}

/// The content of a pop-up.
#[derive(Clone)]
pub struct Notice {
    /// The kind of the notice.
    pub kind: NoticeKind,
    /// The title: a few words.
    pub title: String,
    /// The details, rendered when the notice is shown.
    pub detail: ViewFn,
    /// Whether the notice closes by itself, unless it is hovered or focused.
    pub leaves: bool,
}

impl Notice {
    /// A notice without details. It closes by itself unless it is a failure.
    #[must_use]
    pub fn plain(kind: NoticeKind, title: String) -> Self {
        Self {
            kind,
            title,
            detail: ViewFn::default(),
            leaves: kind != NoticeKind::Bad,
        }
    }

    /// Adds a button below the title.
    #[must_use]
    pub fn with_action(
        self,
        label: Key,
        action: impl Fn() + Clone + Send + Sync + 'static,
    ) -> Self {
        let detail = move || {
            let action = action.clone();
            view! {
                <p>
                    <button type="button" class="link" on:click=move |_| action()>
                        {text(label)}
                    </button>
                </p>
            }
        };
        Self {
            detail: detail.into(),
            ..self
        }
    }

    /// Makes the notice close by itself whatever its kind: the page shows the message elsewhere
    /// too.
    #[must_use]
    pub fn brief(kind: NoticeKind, title: String) -> Self {
        Self {
            leaves: true,
            ..Self::plain(kind, title)
        }
    }
}

/// The small pop-up at the bottom of the page. Failures stay until they are closed or replaced.
#[derive(Clone, Copy)]
pub struct Popup {
    notice: RwSignal<Option<Notice>>,
    /// The id of the element that had the focus when the notice appeared.
    back_to: StoredValue<Option<String>>,
    /// The timer that closes the notice.
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Popup {
    /// Provides the pop-up, closed, to all descendants.
    pub fn provide() {
        provide_context(Self {
            notice: RwSignal::new(None),
            back_to: StoredValue::new(None),
            timer: StoredValue::new(None),
        });
    }

    /// The pop-up of the page.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Shows a notice in place of the previous one.
    pub fn show(self, notice: Notice) {
        self.back_to.set_value(focused());
        self.notice.set(Some(notice));
        self.start_timer();
    }

    /// Starts the timer, if the notice closes by itself.
    fn start_timer(self) {
        self.stop_timer();
        let leaves = |notice: &Option<Notice>| notice.as_ref().is_some_and(|it| it.leaves);
        if self.notice.with_untracked(leaves) {
            let timer = set_timeout_with_handle(move || self.close(), LIFE);
            self.timer.set_value(timer.ok());
        }
    }

    /// Stops the timer while the notice is hovered or focused.
    fn stop_timer(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// Closes the pop-up at the merchant's request. If the focus is inside, it returns to where it
    /// was when the pop-up appeared.
    fn dismiss(self) {
        let inside = has_focus(".popup");
        self.close();
        if inside {
            let back = self.back_to.get_value().filter(|id| !id.is_empty());
            focus(back.as_deref().unwrap_or("page-title"));
        }
    }

    /// Esc closes the pop-up wherever the focus is (WCAG 1.4.13), unless a dialog is open.
    fn on_key(self, event: &ev::KeyboardEvent) {
        let shown = self.notice.with_untracked(Option::is_some);
        let asked = || matches!(document().query_selector("dialog[open]"), Ok(Some(_)));
        if event.key() == "Escape" && shown && !asked() {
            self.dismiss();
        }
    }

    /// Closes the pop-up.
    pub fn close(self) {
        self.stop_timer();
        self.notice.set(None);
    }
}

/// The place of the pop-up. The region is in the page before its text, so that assistive technology
/// announces the text. It is at the bottom, unless it would cover the focused element there (WCAG
/// 2.4.11).
#[component]
pub fn PopupRegion() -> impl IntoView {
    let popup = Popup::get();
    let region = NodeRef::<html::Div>::new();
    let at_top = RwSignal::new(false);
    let make_room = move || {
        let covers = region.get_untracked().and_then(|region| overlap(&region));
        if covers == Some(true) {
            at_top.update(|at_top| *at_top = !*at_top);
        }
    };
    let on_key = window_event_listener(ev::keydown, move |event| popup.on_key(&event));
    let on_focus = window_event_listener(ev::focusin, move |_| make_room());
    on_cleanup(move || {
        on_key.remove();
        on_focus.remove();
    });
    Effect::new(move || {
        popup.notice.track();
        at_top.set(false);
        request_animation_frame(make_room);
    });
    let notice = move || {
        popup
            .notice
            .get()
            .map(|notice| view! { <NoticeBox popup notice/> })
    };
    view! {
        <div node_ref=region class="popup-region" class:at-top=at_top role="status">{notice}</div>
    }
}

/// Whether the pop-up covers the focused element; `None` when either is missing.
fn overlap(region: &web_sys::HtmlDivElement) -> Option<bool> {
    let popup = region.first_element_child()?;
    let focused = document().active_element()?;
    if popup.contains(Some(&focused)) || focused.tag_name() == "BODY" {
        return None;
    }
    let (popup, focused) = (
        popup.get_bounding_client_rect(),
        focused.get_bounding_client_rect(),
    );
    Some(covers(&popup, &focused))
}

fn covers(upper: &DomRect, lower: &DomRect) -> bool {
    upper.top() < lower.bottom()
        && lower.top() < upper.bottom()
        && upper.left() < lower.right()
        && lower.left() < upper.right()
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
        <div
            class=class
            on:pointerenter=move |_| popup.stop_timer()
            on:pointerleave=move |_| popup.start_timer()
            on:focusin=move |_| popup.stop_timer()
            on:focusout=move |_| popup.start_timer()
        >
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
