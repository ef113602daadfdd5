use leptos::{html, prelude::*};

use super::{Button, dynamic, focus};
use crate::i18n::{self, Key, Phrase};

/// A question that has to be answered before anything else: the browser's own modal dialog,
/// which keeps the focus inside, closes with Esc and gives the focus back.
#[derive(Clone, Copy)]
pub struct Dialog {
    open: RwSignal<bool>,
    node: NodeRef<html::Dialog>,
}

impl Dialog {
    /// A dialog that is closed.
    #[must_use]
    pub fn new() -> Self {
        let open = RwSignal::new(false);
        let node = NodeRef::<html::Dialog>::new();
        Effect::new(move || {
            let Some(dialog) = node.get() else { return };
            if open.get() && !dialog.open() {
                // A dialog that has gone with its page asks nothing any more.
                let _ = dialog.show_modal();
            } else if !open.get() && dialog.open() {
                dialog.close();
            }
        });
        Self { open, node }
    }

    /// Asks.
    pub fn show(self) {
        self.open.set(true);
    }

    /// Whether it is being asked.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.open.get()
    }

    /// Goes away.
    pub fn close(self) {
        self.open.set(false);
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
    Effect::new(move || {
        if state.open.get() {
            // By the next paint it is open. The attribute for it does nothing in a frame.
            request_animation_frame(move || focus(&cancel_id(id)));
        }
    });
    let inside = dynamic(move || {
        if !state.open.get() {
            return ().into_any();
        }
        view! {
            <h2 id=format!("{id}-title")>{title}</h2>
            <div class="dialog-body">{content()}</div>
            <div class="dialog-answers">
                {Button::text("button", i18n::text(cancel)).id(cancel_id(id)).on_press(move || state.close())}
                {answers()}
            </div>
        }
        .into_any()
    });
    view! {
        <dialog
            node_ref=state.node
            class="dialog"
            aria-labelledby=format!("{id}-title")
            on:close=move |_| state.close()
        >
            {inside}
        </dialog>
    }
    .into_any()
}

fn cancel_id(id: &str) -> String {
    [id, "-cancel"].concat()
}
