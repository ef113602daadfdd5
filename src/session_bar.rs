//! A note while the session is over.

use leptos::prelude::*;

use crate::{
    api::Api,
    components::Icon,
    host::{Host, embedded},
    page_scope::PageScope,
    retry::RetrySignal,
    t,
};

/// A bar at the top of what is seen, from the moment the session ends until there is another one:
/// then what failed meanwhile is loaded. The region is in the page before its text, so that assistive
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
                // The client tells the host what comes of it.
                let _ = api.accounts().await;
                asking.set_value(false);
            });
        }
    });
    // Outside a back office there is nowhere to log in: the page says where it belongs.
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
