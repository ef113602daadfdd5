//! *Dov'è l'ordine…?*: looks up one order or cart.

use contract::{
    AccountId,
    transfer::{TransferItem, TransferState, Wait, WaitReason},
};
use leptos::{ev::KeyboardEvent, prelude::*};

use super::{
    attempts::{Attempts, ItemLinks},
    labels,
};
use crate::{
    api::ApiError,
    components::moment,
    i18n::{self, Key, Locale, fill},
    key, messages,
    pages::account_form::state::Form,
    t,
};

/// The searched number and its result.
type Found = (String, Result<Vec<TransferItem>, ApiError>);

/// The search field and its result.
#[component]
pub fn Lookup(
    /// The form of the account.
    form: Form,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    // Of several searches, the action shows the answer to the last one.
    let find = Action::new_local(move |(id, number): &(AccountId, String)| {
        let (id, number) = (id.clone(), number.clone());
        async move {
            let answer = form.services.api.find_transfers(&id, &number).await;
            (number, answer.map(|answer| answer.items))
        }
    });
    let search = move || {
        let number = typed.get_untracked().trim().to_owned();
        if let Some(id) = form.saved.id_untracked().filter(|_| !number.is_empty()) {
            find.dispatch_local((id, number));
        }
    };
    let locale = i18n::locale();
    let answer = move || {
        let (found, locale) = (find.value().get()?, locale.get());
        Some(view! { <Answer found locale/> })
    };
    let on_enter = move |event: KeyboardEvent| {
        // Enter would submit the surrounding form.
        if event.key() == "Enter" {
            event.prevent_default();
            search();
        }
    };
    view! {
        <div class="lookup" role="search" aria-labelledby="lookup-title">
            <h3 id="lookup-title" class="failed-title">{t!(transfers.lookup)}</h3>
            <label for="lookup">{t!(transfers.lookup_label)}</label>
            <div class="lookup-line">
                <input
                    id="lookup"
                    class="input"
                    type="text"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="255"
                    bind:value=typed
                    on:keydown=on_enter
                />
                <button type="button" class="button" on:click=move |_| search()>
                    {t!(transfers.lookup_find)}
                </button>
            </div>
            <div role="status">{answer}</div>
        </div>
    }
}

#[component]
fn Answer(found: Found, locale: Locale) -> impl IntoView {
    let (number, found) = found;
    let items = match found {
        Ok(items) if items.is_empty() => Err(fill(key!(transfers.lookup_none)(locale), &number)),
        Ok(items) => Ok(items),
        Err(error) => Err(messages::problem(&error).sentences(locale)),
    };
    match items {
        Err(sentence) => view! { <p>{sentence}</p> }.into_any(),
        Ok(items) => {
            let row = |item| view! { <FoundRow item locale/> };
            let rows = items.into_iter().map(row).collect_view();
            view! { <ul class="failed">{rows}</ul> }.into_any()
        }
    }
}

#[component]
fn FoundRow(item: TransferItem, locale: Locale) -> impl IntoView {
    let sentences = sentences(&item, locale).into_iter();
    let sentences = sentences.map(|sentence| view! { <p>{sentence}</p> });
    let attempts = item.last_attempts.clone();
    view! {
        <li>
            <div>
                <p><strong>{labels::name(&item, locale)}</strong></p>
                {sentences.collect_view()}
                <ItemLinks item locale/>
                <Attempts attempts locale/>
            </div>
        </li>
    }
}

/// The state and its time, then the reason and what to do.
fn sentences(item: &TransferItem, locale: Locale) -> Vec<String> {
    let since = item.since.as_ref().map(|since| moment(since, locale));
    let at = |key: Key| fill(key(locale), since.as_deref().unwrap_or_default());
    match item.state {
        TransferState::Held | TransferState::Waiting => match &item.wait {
            Some(wait) => waiting(wait, at, locale),
            None => vec![at(key!(transfers.lookup_turn))],
        },
        TransferState::Sent => vec![match &since {
            Some(_) => at(key!(transfers.lookup_sent)),
            None => key!(transfers.lookup_sent_once)(locale).to_owned(),
        }],
        TransferState::Failed => {
            let why = item.failure.as_ref().map(|failure| {
                let (what, remedy) = (messages::failure(failure.code), failure.remedy);
                let mut why = [what(locale), " ", messages::remedy(remedy)(locale)].concat();
                if !failure.reason.is_empty() {
                    let words = fill(key!(transfers.in_its_words)(locale), &failure.reason);
                    why = [why.as_str(), " ", &words].concat();
                }
                why
            });
            let first = at(key!(transfers.lookup_failed));
            [Some(first), why].into_iter().flatten().collect()
        }
        TransferState::Rejected => {
            let why = item.rejection.as_ref().map(|rejection| {
                let what = messages::rejection(rejection.reason)(locale);
                [what, " ", messages::remedy(rejection.remedy)(locale)].concat()
            });
            let first = at(key!(transfers.lookup_rejected));
            [Some(first), why].into_iter().flatten().collect()
        }
        TransferState::Withdrawn => vec![key!(transfers.lookup_withdrawn)(locale).to_owned()],
    }
}

fn waiting(wait: &Wait, at: impl Fn(Key) -> String, locale: Locale) -> Vec<String> {
    let first = at(match wait.reason {
        WaitReason::Synchronisation => key!(transfers.lookup_held),
        WaitReason::Retry => key!(transfers.lookup_retry),
        WaitReason::OrdersOff => key!(transfers.lookup_orders_off),
        WaitReason::CartsOff => key!(transfers.lookup_carts_off),
        WaitReason::HistoryPaused => key!(transfers.lookup_history_paused),
        WaitReason::Paused => key!(transfers.lookup_paused),
        WaitReason::Turn | WaitReason::Unknown => key!(transfers.lookup_turn),
    });
    let why = wait
        .pause
        .map(|pause| labels::pause(pause)(locale).to_owned());
    let until = wait
        .until
        .as_ref()
        .map(|until| fill(key!(transfers.until)(locale), &moment(until, locale)));
    let rest = [why, until].into_iter().flatten();
    std::iter::once(first).chain(rest).collect()
}
