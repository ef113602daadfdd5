use contract::transfer::TransferItem;
use leptos::prelude::*;

use super::{labels, state::TransferState};
use crate::{
    components::{Button, dynamic, moment},
    i18n::{self, Locale, fill},
    key, messages, t,
};

/// What was set aside: why, what to do, and *Invia di nuovo*.
pub fn failures(state: TransferState) -> AnyView {
    let locale = i18n::locale();
    dynamic(move || {
        let failed = state.failed.get();
        if failed.is_empty() {
            return ().into_any();
        }
        let rows: Vec<AnyView> = failed
            .iter()
            .map(|item| row(state, item, locale.get()))
            .collect();
        let more = state
            .next
            .with(Option::is_some)
            .then(|| Button::text("button", t!(transfers.more)).on_press(move || state.more()));
        view! {
            <div id="failed">
                <h3 id="failed-title" class="failed-title" tabindex="-1">{t!(transfers.failed_title)}</h3>
                <ul class="failed" aria-labelledby="failed-title">{rows}</ul>
                <div class="failed-answers">
                    {more}
                    {Button::text("button button-primary", t!(transfers.retry_all)).on_press(move || state.retry(None))}
                </div>
            </div>
        }
        .into_any()
    })
}

fn row(state: TransferState, item: &TransferItem, locale: Locale) -> AnyView {
    let name = labels::name(item, locale);
    let label = fill(key!(transfers.retry_one)(locale), &name);
    let why = item.failure.as_ref().map(|failure| {
        let labels = (!failure.reason.is_empty())
            .then(|| fill(key!(transfers.in_its_words)(locale), &failure.reason));
        view! {
            <p>{messages::failure(failure.code)(locale)} " " {messages::remedy(failure.remedy)(locale)}</p>
            <p class="quiet">{moment(&failure.at, locale)} ". " {labels}</p>
        }
        .into_any()
    });
    let id = item.id.clone();
    view! {
        <li>
            <div>
                <p><strong>{name}</strong></p>
                {why}
            </div>
            {Button::text("button", t!(transfers.retry))
                .named(Signal::stored(label))
                .on_press(move || state.retry(Some(vec![id.clone()])))}
        </li>
    }
    .into_any()
}
