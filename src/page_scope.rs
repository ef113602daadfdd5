//! Requests that are cancelled together with their page.

use std::pin::Pin;

use leptos::{prelude::*, reactive::spawn_local_scoped_with_cancellation};

/// The owner of a page's requests. They are cancelled when the page is removed, but not when the
/// dialog or button that started them is.
#[derive(Clone, Copy)]
pub struct PageScope(StoredValue<Owner>);

impl PageScope {
    /// The scope of the current component.
    #[must_use]
    pub fn current() -> Self {
        Self(StoredValue::new(Owner::current().unwrap_or_default()))
    }

    /// Runs `act` in the page's scope.
    pub fn within(self, act: impl FnOnce()) {
        if let Some(owner) = self.0.try_get_value() {
            owner.with(act);
        }
    }

    /// Spawns a request.
    pub fn spawn(self, request: impl Future<Output = ()> + 'static) {
        let request = Box::pin(request);
        self.within(|| start(request));
    }

    /// Spawns a request that can be cancelled separately: clean up the returned owner.
    #[must_use]
    pub fn spawn_stoppable(self, request: impl Future<Output = ()> + 'static) -> Option<Owner> {
        let parent = self.0.try_get_value()?;
        let owner = parent.child();
        owner.with(|| start(Box::pin(request)));
        Some(owner)
    }
}

/// Boxed, so that the code that runs a request is generated once, not for every request.
fn start(request: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local_scoped_with_cancellation(request);
}
