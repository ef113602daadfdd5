use leptos::prelude::*;

use super::{rendered_once, time_of_day};
use crate::{
    i18n::{self, fill},
    key, t,
};

/// The time of the last refresh, whether it failed, and a button that refreshes now.
#[component]
pub fn Refreshed(
    /// The time of the last refresh (RFC 3339); empty before the first response.
    at: RwSignal<String>,
    /// Whether the last refresh failed.
    lost: RwSignal<bool>,
    /// Called when *Aggiorna* is pressed.
    #[prop(into)]
    on_refresh: Callback<()>,
) -> impl IntoView {
    let locale = i18n::locale();
    let time = move || {
        let locale = locale.get();
        at.with(|at| match at.as_str() {
            "" => String::new(),
            at => fill(key!(transfers.seen_at)(locale), &time_of_day(at, locale)),
        })
    };
    let rendered = rendered_once();
    let lost = move || (rendered.get() && lost.get()).then(|| t!(transfers.look_failed));
    view! {
        <span class="refreshed">
            <span class="quiet">{time}</span>
            <span role="status">{lost}</span>
            <button type="button" class="link" on:click=move |_| on_refresh.run(())>
                {t!(refresh)}
            </button>
        </span>
    }
}
