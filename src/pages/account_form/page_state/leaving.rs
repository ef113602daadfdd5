use leptos::prelude::*;

use crate::components::DialogState;

/// The destination of the navigation.
#[derive(Clone, PartialEq)]
pub enum Destination {
    /// A page of the panel.
    Path(String),
    /// The previous page, by the browser's *back*.
    Back,
    /// Another page of the back office; the host waits for the reply.
    Host,
}

/// An interrupted navigation while there are unsaved changes.
#[derive(Clone, Copy)]
pub struct Leaving {
    /// The destination, until the merchant has answered.
    pub destination: RwSignal<Option<Destination>>,
    /// The dialog about it.
    pub dialog: DialogState,
}

impl Leaving {
    /// No navigation.
    pub fn none() -> Self {
        Self {
            destination: RwSignal::new(None),
            dialog: DialogState::new(),
        }
    }

    /// Takes the destination.
    pub fn take(self) -> Option<Destination> {
        self.destination.try_update(Option::take).flatten()
    }
}
