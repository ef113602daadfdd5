//! The browser's *back* and *forward*, heard before the router hears of them, and *Ricarica la
//! pagina*.

use leptos::{ev, prelude::*};
use web_sys::Event;

type Ask = Box<dyn Fn(&Event)>;

/// What is asked before a step of the browser's history is followed.
///
/// The browser calls the window's listeners in the order in which they were added, whatever their
/// phase, so this one has to be there before the router's.
#[derive(Clone, Copy)]
pub struct HistoryGuard {
    ask: StoredValue<Option<Ask>, LocalStorage>,
    reloading: RwSignal<bool>,
}

impl HistoryGuard {
    /// Listens from now on: before the router is made.
    pub fn provide() {
        let guard = Self {
            ask: StoredValue::new_local(None),
            reloading: RwSignal::new(false),
        };
        let listener = window_event_listener(ev::popstate, move |event| {
            guard.ask.with_value(|ask| {
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
        let guard = Self::get();
        guard.ask.set_value(Some(Box::new(ask)));
        on_cleanup(move || {
            guard.ask.try_set_value(None);
        });
    }

    /// The panel's own.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Loads the page again, as the merchant has just asked for.
    pub fn reload(self) {
        self.reloading.set(true);
        // A browser that does not reload has its own button for it.
        let _ = window().location().reload();
    }

    /// Whether the page goes because of [`HistoryGuard::reload`]. It is told once.
    #[must_use]
    pub fn takes_reload(self) -> bool {
        let reloads = self.reloading.get_untracked();
        self.reloading.set(false);
        reloads
    }
}
