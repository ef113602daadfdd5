//! Says that the browser has no network, while it has none.

use leptos::{ev, prelude::*};

use crate::{
    components::{dynamic, el, icon},
    t,
};

/// A bar at the top of the page. It is in the page before its text, so that it is heard.
pub fn offline_bar() -> AnyView {
    let offline = RwSignal::new(!window().navigator().on_line());
    let gone = window_event_listener(ev::offline, move |_| offline.set(true));
    let back = window_event_listener(ev::online, move |_| offline.set(false));
    on_cleanup(move || {
        gone.remove();
        back.remove();
    });
    let bar = dynamic(move || {
        if !offline.get() {
            return ().into_any();
        }
        el("div")
            .class("info")
            .child(icon("icon icon-alert"))
            .child(el("p").child(t!(problem.offline)))
            .into_any()
    });
    el("div").attr("role", "status").child(bar).into_any()
}
