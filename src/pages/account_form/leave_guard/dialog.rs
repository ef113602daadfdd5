use leptos::prelude::*;

use super::Destination;
use crate::{components::Dialog, host::Message, key, pages::account_form::state::Form, t};

/// The question before unsaved changes are lost.
#[component]
pub fn LeaveDialog(
    /// The page's state.
    form: Form,
) -> impl IntoView {
    let title = t!(leave.title);
    let title = Signal::derive(move || title.get().to_owned());
    let answers = move || {
        view! {
            <button type="button" class="button button-danger" on:click=move |_| leave(form)>
                {t!(leave.go)}
            </button>
        }
    };
    let dialog = form.page.leaving.dialog;
    view! {
        <Dialog state=dialog id="leave-dialog" title cancel=key!(leave.stay) answers>
            <p>{t!(leave.text)}</p>
        </Dialog>
    }
}

/// Goes where the merchant was going, without the changes.
fn leave(form: Form) {
    let destination = form.page.leaving.take();
    form.page.leaving.dialog.close();
    // Without changes nothing prevents leaving.
    form.reset();
    match destination {
        Some(Destination::Host) => form.services.host.send(&Message::LeaveReply(true)),
        Some(Destination::Path(path)) => form.services.navigator.open(&path),
        Some(Destination::Back) => {
            if let Ok(history) = window().history() {
                // Fails only without a page before.
                let _ = history.back();
            }
        }
        None => {}
    }
}
