//! The browser's *back* and *forward*, heard before the router hears of them.

use leptos::{ev, prelude::*};
use web_sys::Event;

type Ask = Box<dyn Fn(&Event)>;

/// What is asked before a step of the browser's history is followed.
///
/// The browser calls the window's listeners in the order in which they were added, whatever their
/// phase, so this one has to be there before the router's.
#[derive(Clone, Copy)]
pub struct HistoryGuard(StoredValue<Option<Ask>, LocalStorage>);

impl HistoryGuard {
    /// Listens from now on: before the router is made.
    pub fn provide() {
        let guard = Self(StoredValue::new_local(None));
        let listener = window_event_listener(ev::popstate, move |event| {
            guard.0.with_value(|ask| {
                if let Some(ask) = ask {
                    ask(&event);
                }
            });
        });
        on_cleanup(move || listener.remove());
        provide_context(guard);
    }

    /// Asks `ask` until the component goes.
    pub fn ask(ask: impl Fn(&Event) + 'static) {
        let guard: Self = expect_context();
        guard.0.set_value(Some(Box::new(ask)));
        on_cleanup(move || {
            guard.0.try_set_value(None);
        });
    }
}
