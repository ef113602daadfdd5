//! Asks before unsaved changes are lost: by a link, by the browser's *back*, by closing the tab, by
//! the host. The router has no hook before leaving a page, so each event is caught before it.

mod dialog;
mod events;

use leptos::prelude::*;

use super::state::Form;
use crate::{components::DialogState, host::Message};

pub use dialog::LeaveDialog;

/// Where the merchant was going.
#[derive(Clone, PartialEq)]
pub enum Destination {
    /// A page of the panel.
    Path(String),
    /// The page before, by the browser's *back*.
    Back,
    /// Another page of the back office, which waits for the answer.
    Host,
}

/// Where the merchant was going when there were unsaved changes.
#[derive(Clone, Copy)]
pub struct Leaving {
    destination: RwSignal<Option<Destination>>,
    /// The question about it.
    pub dialog: DialogState,
}

impl Leaving {
    /// Nowhere.
    pub fn none() -> Self {
        Self {
            destination: RwSignal::new(None),
            dialog: DialogState::new(),
        }
    }

    /// Returns the destination, and forgets it.
    fn take(self) -> Option<Destination> {
        self.destination.try_update(Option::take).flatten()
    }
}

/// Guards every way out of the page while the form is in it, and tells the host of unsaved changes.
pub fn watch(form: Form) {
    let (host, leaving) = (form.services.host, form.page.leaving);
    Effect::new(move || host.send(&Message::Dirty(form.dirty())));
    on_cleanup(move || host.send(&Message::Dirty(false)));
    // Closing the question in any other way means to stay.
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

/// Asks whether to leave unsaved changes behind.
fn ask(form: Form, destination: Destination) {
    let leaving = form.page.leaving;
    let before = leaving.take();
    if before == Some(Destination::Host) && destination != Destination::Host {
        // The host waits for an answer, and another question takes the place of its own.
        form.services.host.send(&Message::LeaveReply(false));
    }
    leaving.destination.set(Some(destination));
    leaving.dialog.show();
}
