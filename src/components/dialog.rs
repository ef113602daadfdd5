use leptos::{html, prelude::*};
use web_sys::HtmlDialogElement;

use super::focus;
use crate::i18n::{self, Key};

/// Whether a dialog is open. See [`Dialog`].
#[derive(Clone, Copy)]
pub struct DialogState(RwSignal<bool>);

impl DialogState {
    /// A closed dialog.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(false))
    }

    /// Opens the dialog.
    pub fn show(self) {
        self.0.set(true);
    }

    /// Whether the dialog is open.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.0.get()
    }

    /// Closes the dialog.
    pub fn close(self) {
        self.0.set(false);
    }
}

impl Default for DialogState {
    fn default() -> Self {
        Self::new()
    }
}

/// A modal question: the browser's own dialog, which keeps the focus inside, closes with Esc and
/// restores the focus.
///
/// *Annulla* (or `cancel`) is the first button and gets the focus.
#[component]
pub fn Dialog(
    /// Whether it is open.
    state: DialogState,
    /// The id prefix of its parts.
    id: &'static str,
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// The label of the button that closes it.
    cancel: Key,
    /// The other buttons of the dialog.
    #[prop(into)]
    answers: ViewFn,
    /// The text of the question.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        if let Some(node) = node.get() {
            follow(state, id, &node);
        }
    });
    let closed = move |_| {
        // The `close` event is delivered late: the dialog may be open again.
        if node.get_untracked().is_none_or(|node| !node.open()) {
            state.close();
        }
    };
    let part = move |name: &str| [id, name].concat();
    let content = StoredValue::new((children, answers));
    view! {
        <dialog
            node_ref=node
            class="dialog"
            aria-labelledby=part("-title")
            aria-describedby=part("-text")
            on:close=closed
        >
            <Show when=move || state.is_open()>
                <div>
                    <h2 id=part("-title")>{title}</h2>
                    <div id=part("-text") class="dialog-body">
                        {content.with_value(|(children, _)| children())}
                    </div>
                    <div class="dialog-answers">
                        <button
                            type="button"
                            class="button"
                            id=part("-cancel")
                            on:click=move |_| state.close()
                        >
                            {i18n::text(cancel)}
                        </button>
                        {content.with_value(|(_, answers)| answers.run())}
                    </div>
                </div>
            </Show>
        </dialog>
    }
}

/// Opens or closes the dialog element to match `state`.
fn follow(state: DialogState, id: &'static str, node: &HtmlDialogElement) {
    match (state.is_open(), node.open()) {
        (true, false) => {
            // Fails only when the dialog was removed with its page.
            let _ = node.show_modal();
            // `autofocus` has no effect in a cross-origin frame.
            request_animation_frame(move || focus(&[id, "-cancel"].concat()));
        }
        (false, true) => node.close(),
        _ => {}
    }
}
