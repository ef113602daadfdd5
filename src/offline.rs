//! A bar while the browser is offline.

use leptos::{ev, prelude::*};

use crate::{components::Icon, t};

/// A bar at the top of the page. The region is in the page before its text, so that assistive
/// technology announces the text.
#[component]
pub fn OfflineBar() -> impl IntoView {
    let offline = RwSignal::new(!window().navigator().on_line());
    let lost = window_event_listener(ev::offline, move |_| offline.set(true));
    let back = window_event_listener(ev::online, move |_| offline.set(false));
    on_cleanup(move || {
        lost.remove();
        back.remove();
    });
    view! {
        <div role="status">
            <Show when=move || offline.get()>
                <div class="info">
                    <Icon name="icon-alert"/>
                    <p>{t!(problem.offline)}</p>
                </div>
            </Show>
        </div>
    }
}
