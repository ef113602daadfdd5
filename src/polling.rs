//! Polls for fresh data.

use std::time::Duration;

use leptos::prelude::*;

use crate::host::Host;

/// The polling interval of a list.
const INTERVAL: Duration = Duration::from_secs(5);

/// Calls `refresh` at this interval while the page is visible, until the component is removed.
pub fn poll_while_visible(refresh: impl Fn() + 'static) {
    let over = Host::get().session_is_over();
    let poll = set_interval_with_handle(
        move || {
            // Without a session every request would ask the host for a token.
            if !document().hidden() && !over.get_untracked() {
                refresh();
            }
        },
        INTERVAL,
    );
    on_cleanup(move || {
        if let Ok(poll) = poll {
            poll.clear();
        }
    });
}
