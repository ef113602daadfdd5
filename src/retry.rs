//! *Riprova*: one press retries every failed request of the page.

use leptos::prelude::*;

use crate::load_state::LoadState;

/// Counts the presses.
#[derive(Clone, Copy)]
pub struct RetrySignal(RwSignal<u32>);

impl RetrySignal {
    /// Provides the signal to all descendants.
    pub fn provide() {
        provide_context(Self(RwSignal::new(0)));
    }

    /// The signal of the page.
    #[must_use]
    pub fn get() -> Self {
        expect_context()
    }

    /// Retries everything that failed.
    pub fn trigger(self) {
        self.0.update(|presses| *presses += 1);
    }

    /// Calls `ask` on each press while `loaded` is failed, until the component is removed.
    pub fn on_retry<T: Send + Sync + 'static>(
        self,
        loaded: RwSignal<LoadState<T>>,
        ask: impl Fn() + 'static,
    ) {
        let failed = move || loaded.with_untracked(|loaded| matches!(loaded, LoadState::Failed(_)));
        self.on_retry_when(Box::new(failed), Box::new(ask));
    }

    fn on_retry_when(self, failed: Box<dyn Fn() -> bool>, ask: Box<dyn Fn()>) {
        Effect::new(move |before: Option<u32>| {
            let presses = self.0.get();
            if before.is_some_and(|before| before != presses) && failed() {
                untrack(&ask);
            }
            presses
        });
    }
}
