//! Requests that end with their page.

use std::pin::Pin;

use leptos::{prelude::*, reactive::spawn_local_scoped_with_cancellation};

/// Where a page's requests belong. They are stopped when the page goes, but not when the dialog
/// or the button goes that started them.
#[derive(Clone, Copy)]
pub struct PageScope(StoredValue<Owner>);

impl PageScope {
    /// Those of the component that is being made.
    #[must_use]
    pub fn current() -> Self {
        Self(StoredValue::new(Owner::current().unwrap_or_default()))
    }

    /// Does `act` as part of the page.
    pub fn within(self, act: impl FnOnce()) {
        if let Some(owner) = self.0.try_get_value() {
            owner.with(act);
        }
    }

    /// Starts a request.
    pub fn spawn(self, request: impl Future<Output = ()> + 'static) {
        let request = Box::pin(request);
        self.within(|| start(request));
    }

    /// Starts a request that can be stopped by itself: clean the owner up.
    #[must_use]
    pub fn spawn_stoppable(self, request: impl Future<Output = ()> + 'static) -> Option<Owner> {
        let parent = self.0.try_get_value()?;
        let owner = parent.child();
        owner.with(|| start(Box::pin(request)));
        Some(owner)
    }
}

/// Boxed, so that the browser gets the code that runs a request once, not once a request.
fn start(request: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local_scoped_with_cancellation(request);
}
