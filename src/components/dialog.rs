use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::{Button, dynamic, el, focus};
use crate::i18n::{self, Key, Phrase};

/// A question that has to be answered before anything else: the browser's own modal dialog,
/// which keeps the focus inside, closes with Esc and gives the focus back.
#[derive(Clone, Copy)]
pub struct Dialog(RwSignal<bool>);

impl Dialog {
    /// A dialog that is closed.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(false))
    }

    /// Asks.
    pub fn show(self) {
        self.0.set(true);
    }

    /// Whether it is being asked.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.0.get()
    }

    /// Goes away.
    pub fn close(self) {
        self.0.set(false);
    }
}

impl Default for Dialog {
    fn default() -> Self {
        Self::new()
    }
}

/// The page's side of a [`Dialog`]: its title, what it says, and the buttons that answer it.
/// *Annulla* (or what `cancel` says) comes first and gets the focus.
pub fn dialog(
    state: Dialog,
    id: &'static str,
    title: Phrase,
    cancel: Key,
    content: impl Fn() -> AnyView + Send + 'static,
    answers: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let inside = dynamic(move || {
        if !state.is_open() {
            return ().into_any();
        }
        let cancel = Button::text("button", i18n::text(cancel))
            .id(cancel_id(id))
            .on_press(move || state.close());
        let answers = el("div")
            .class("dialog-answers")
            .child(cancel)
            .child(answers());
        let said = el("div")
            .id([id, "-text"].concat())
            .class("dialog-body")
            .child(content());
        el("div")
            .child(el("h2").id([id, "-title"].concat()).child(title))
            .child(said)
            .child(answers)
            .into_any()
    });
    let dialog = el("dialog");
    let node: HtmlDialogElement = dialog.node().clone().unchecked_into();
    let closed = node.clone();
    Effect::new(move || open_and_close(state, id, &node));
    dialog
        .class("dialog")
        .attr("aria-labelledby", [id, "-title"].concat())
        .attr("aria-describedby", [id, "-text"].concat())
        .on("close", move |_| {
            // The browser tells late: by then it may be asked again.
            if !closed.open() {
                state.close();
            }
        })
        .child(inside)
        .into_any()
}

fn open_and_close(state: Dialog, id: &'static str, node: &HtmlDialogElement) {
    match (state.is_open(), node.open()) {
        (true, false) => {
            // A dialog that has gone with its page asks nothing any more.
            let _ = node.show_modal();
            // By the next paint it is open. The attribute for it does nothing in a frame.
            request_animation_frame(move || focus(&cancel_id(id)));
        }
        (false, true) => node.close(),
        _ => {}
    }
}

fn cancel_id(id: &str) -> String {
    [id, "-cancel"].concat()
}
