//! Handles the browser's *back* and *forward* before the router, and *Ricarica la pagina*.

use leptos::{ev, prelude::*};
use web_sys::Event;

type Ask = Box<dyn Fn(&Event)>;

/// A handler that runs before a history step is followed.
///
/// The browser calls the window's listeners in the order in which they were added, so this one must
/// be added before the router's.
#[derive(Clone, Copy)]
pub struct HistoryGuard {
    ask: StoredValue<Option<Ask>, LocalStorage>,
    reloading: RwSignal<bool>,
}

impl HistoryGuard {
    /// Adds the listener. Must run before the router is created.
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

    /// Sets the handler until the component is removed.
    pub fn ask(ask: impl Fn(&Event) + 'static) {
        let guard = Self::get();
        guard.ask.set_value(Some(Box::new(ask)));
        on_cleanup(move || {
            guard.ask.try_set_value(None);
        });
    }

    /// The guard, from the context.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Reloads the page at the merchant's request.
    pub fn reload(self) {
        self.reloading.set(true);
        // If this fails, the merchant can use the browser's own button.
        let _ = window().location().reload();
    }

    /// Whether the page is unloading because of [`HistoryGuard::reload`]. Resets the flag.
    #[must_use]
    pub fn takes_reload(self) -> bool {
        let reloads = self.reloading.get_untracked();
        self.reloading.set(false);
        reloads
    }
}
