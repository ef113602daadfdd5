//! A bar while the session has ended.

use leptos::prelude::*;

use crate::{
    api::Api,
    components::Icon,
    host::{Host, embedded},
    page_scope::PageScope,
    retry::RetrySignal,
    t,
};

/// A bar at the top of the visible part, from the end of the session until the next token arrives;
/// then failed requests are retried. The region is in the page before its text, so that assistive
/// technology announces the text.
#[component]
pub fn SessionBar() -> impl IntoView {
    let (over, retry) = (Host::get().session_is_over(), RetrySignal::get());
    Effect::new(move |before: Option<bool>| {
        let over = over.get();
        if before == Some(true) && !over {
            retry.trigger();
        }
        over
    });
    let (api, scope) = (expect_context::<Api>(), PageScope::current());
    let asking = StoredValue::new(false);
    let doubts = Host::get().doubts();
    Effect::new(move || {
        if doubts.get() > 0 && !asking.get_value() {
            asking.set_value(true);
            scope.spawn(async move {
                // The client reports the result to the host connection.
                let _ = api.accounts().await;
                asking.set_value(false);
            });
        }
    });
    // Outside of a back office nobody can log in: the page shows where it belongs.
    let shown = move || over.get() && embedded();
    view! {
        <div role="status" class="session-bar">
            <Show when=shown>
                <div class="info">
                    <Icon name="icon-alert"/>
                    <p><strong>{t!(problem.session)}</strong> " " {t!(problem.session_bar)}</p>
                </div>
            </Show>
        </div>
    }
}
