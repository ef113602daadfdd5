//! Refreshing what a page shows.

use std::time::Duration;

use leptos::prelude::*;

/// How often a list is refreshed.
const INTERVAL: Duration = Duration::from_secs(5);

/// Calls `refresh` every few seconds while the page is visible, until the component goes.
pub fn poll_while_visible(refresh: impl Fn() + 'static) {
    let poll = set_interval_with_handle(
        move || {
            if !document().hidden() {
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
