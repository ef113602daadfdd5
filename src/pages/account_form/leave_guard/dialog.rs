use leptos::prelude::*;

use crate::{
    components::Dialog,
    host::Message,
    key,
    pages::account_form::{page_state::Destination, state::Form},
    t,
};

/// The dialog before unsaved changes are lost.
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

/// Continues to the destination without the changes.
fn leave(form: Form) {
    let destination = form.page.leaving.take();
    form.page.leaving.dialog.close();
    // Without changes the guard does not interfere.
    form.reset();
    match destination {
        Some(Destination::Host) => form.services.host.send(&Message::LeaveReply(true)),
        Some(Destination::Path(path)) => form.services.navigator.open(&path),
        Some(Destination::Back) => {
            if let Ok(history) = window().history() {
                // Fails only when there is no previous page.
                let _ = history.back();
            }
        }
        None => {}
    }
}
