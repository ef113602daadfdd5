//! Asks before unsaved changes are lost: by a link, by the browser's *back*, by closing the tab, or
//! by the host. The router has no hook before leaving a page, so each event is intercepted before
//! it.

mod dialog;
mod events;

use leptos::prelude::*;

use super::{page_state::Destination, state::Form};
use crate::host::Message;

pub use dialog::LeaveDialog;

/// Intercepts every way out of the page while the form is shown, and reports unsaved changes to the
/// host.
pub fn watch(form: Form) {
    let (host, leaving) = (form.services.host, form.page.leaving);
    Effect::new(move || host.send(&Message::Dirty(form.dirty())));
    on_cleanup(move || host.send(&Message::Dirty(false)));
    // Closing the dialog in any other way means to stay.
    Effect::new(move |was_open: Option<bool>| {
        let open = leaving.dialog.is_open();
        if was_open == Some(true) && !open && leaving.take() == Some(Destination::Host) {
            host.send(&Message::LeaveReply(false));
        }
        open
    });
    events::guard(form);
}

/// Opens another page of the panel, after asking when there are unsaved changes.
pub fn leave_for(form: Form, path: &str) {
    if form.dirty_untracked() {
        ask(form, Destination::Path(path.to_owned()));
    } else {
        form.services.navigator.open(path);
    }
}

/// Asks whether to discard unsaved changes.
fn ask(form: Form, destination: Destination) {
    let leaving = form.page.leaving;
    let before = leaving.take();
    if before == Some(Destination::Host) && destination != Destination::Host {
        // The host waits for a reply, and another dialog replaces its own.
        form.services.host.send(&Message::LeaveReply(false));
    }
    leaving.destination.set(Some(destination));
    leaving.dialog.show();
}
