use contract::transfer::TransferItem;
use leptos::prelude::*;

use super::{
    attempts::{Attempts, ItemLinks},
    labels,
    state::TransferState,
};
use crate::{
    components::moment,
    i18n::{self, Locale, fill},
    key, messages, t,
};

/// The failed items: why, what to do, and *Invia di nuovo*.
#[component]
pub fn Failures(
    /// The section's state.
    state: TransferState,
) -> impl IntoView {
    let locale = i18n::locale();
    let rows = move || {
        let (items, locale) = (state.failed.get(), locale.get());
        let row = |item| view! { <FailureRow state item locale/> };
        items.into_iter().map(row).collect_view()
    };
    view! {
        <Show when=move || !state.failed.with(Vec::is_empty)>
            <div id="failed">
                <h3 id="failed-title" class="failed-title" tabindex="-1">
                    {t!(transfers.failed_title)}
                </h3>
                <ul class="failed" aria-labelledby="failed-title">{rows}</ul>
                <div class="failed-answers">
                    <Show when=move || state.next.with(Option::is_some)>
                        <button type="button" class="button" on:click=move |_| state.more()>
                            {t!(transfers.more)}
                        </button>
                    </Show>
                    <button
                        type="button"
                        class="button button-primary"
                        aria-disabled=move || state.retrying.get().to_string()
                        on:click=move |_| state.retry(None)
                    >
                        {t!(transfers.retry_all)}
                    </button>
                </div>
            </div>
        </Show>
    }
}

#[component]
fn FailureRow(state: TransferState, item: TransferItem, locale: Locale) -> impl IntoView {
    let name = labels::name(&item, locale);
    let label = fill(key!(transfers.retry_one)(locale), &name);
    let why = item.failure.as_ref().map(|failure| {
        let (why, remedy) = (
            messages::failure(failure.code),
            messages::remedy(failure.remedy),
        );
        let words = (!failure.reason.is_empty())
            .then(|| fill(key!(transfers.in_its_words)(locale), &failure.reason));
        view! {
            <p>{why(locale)} " " {remedy(locale)}</p>
            <p class="quiet">{moment(&failure.at, locale)} ". " {words}</p>
        }
    });
    let attempts = item.last_attempts.clone();
    let id = item.id.clone();
    let retry = move |_| state.retry(Some(vec![id.clone()]));
    view! {
        <li>
            <div>
                <p><strong>{name}</strong></p>
                {why}
                <ItemLinks item locale/>
                <Attempts attempts locale/>
            </div>
            <button
                type="button"
                class="button"
                aria-label=label
                aria-disabled=move || state.retrying.get().to_string()
                on:click=retry
            >
                {t!(transfers.retry)}
            </button>
        </li>
    }
}
