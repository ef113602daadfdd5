use contract::transfer::{TransferCounters, Transfers};
use leptos::prelude::*;

use super::{estimate::at_least, failures::failures, labels, state::TransferState};
use crate::{
    components::{card, dynamic, failure, focus, moment, number, time_of_day, way_on},
    i18n::{self, Key, Locale, fill},
    key,
    load_state::LoadState,
    messages,
    pages::account_form::state::Form,
    t,
};

/// Section *Invio dati*: in the page once the account has been saved.
pub fn transfers(form: Form) -> AnyView {
    let saved = Memo::new(move |_| {
        form.saved
            .with(|saved| saved.as_ref().map(|s| s.account.id.clone()))
    });
    dynamic(move || {
        if saved.get().is_none() {
            return ().into_any();
        }
        let state = TransferState::watch(form);
        card(
            "transfers",
            "icon-plug",
            t!(transfers.title),
            content(state),
        )
    })
}

fn content(state: TransferState) -> AnyView {
    let locale = i18n::locale();
    let numbers = dynamic(move || match state.transfers.get() {
        LoadState::Pending => view! { <p class="quiet">{t!(loading)}</p> }.into_any(),
        LoadState::Failed(error) => failure(&error),
        LoadState::Ready(transfers) => shown(state, &transfers, locale.get()),
    });
    view! { {numbers} {seen_at(state)} {failures(state)} }.into_any()
}

/// How old the numbers are, and why they are not newer.
fn seen_at(state: TransferState) -> AnyView {
    let locale = i18n::locale();
    let when = move || {
        let (at, locale) = (state.seen_at.get(), locale.get());
        let written = |at: &str| fill(key!(transfers.seen_at)(locale), &time_of_day(at, locale));
        if at.is_empty() { at } else { written(&at) }
    };
    let lost = dynamic(move || {
        let seen = state.seen_at.with_untracked(|at| !at.is_empty());
        let Some(error) = state.lost.get().filter(|_| seen) else {
            return ().into_any();
        };
        let why = (messages::problem(&error).what)(locale.get());
        let again = way_on(&error, move || {
            // The button goes with what it tries again.
            focus("transfers-fold");
            state.look();
        });
        view! { <div class="info"><p>{key!(transfers.look_failed)(locale.get())} " " {why}</p> {again}</div> }
            .into_any()
    });
    view! {
        <p class="quiet">{when}</p>
        <div role="status">{lost}</div>
    }
    .into_any()
}

fn shown(state: TransferState, transfers: &Transfers, locale: Locale) -> AnyView {
    view! {
        {counters(transfers.counters, locale)}
        {pause(transfers, locale)}
        {progress(state, transfers, locale)}
    }
    .into_any()
}

fn counters(counters: TransferCounters, locale: Locale) -> AnyView {
    let entry = |name: Key, value: i64| {
        view! { <div><dt>{name(locale)}</dt><dd>{number(value, locale)}</dd></div> }.into_any()
    };
    let held = (counters.held > 0)
        .then(|| view! { <p class="quiet">{fill(key!(transfers.held)(locale), &number(counters.held, locale))}</p> }.into_any());
    view! {
        <dl class="counters">
            {entry(key!(transfers.waiting), counters.waiting)}
            {entry(key!(transfers.sent), counters.sent)}
            {entry(key!(transfers.failed), counters.failed)}
        </dl>
        {held}
    }
    .into_any()
}

fn pause(transfers: &Transfers, locale: Locale) -> AnyView {
    let Some(reason) = transfers.pause_reason else {
        return ().into_any();
    };
    let until = transfers.paused_until.as_ref().map(|until| {
        [
            " ",
            &fill(key!(transfers.until)(locale), &moment(until, locale)),
        ]
        .concat()
    });
    view! {
        <div class="info">
            <span class="icon icon-info" aria-hidden="true"></span>
            <p>{labels::pause(reason)(locale)}{until}</p>
        </div>
    }
    .into_any()
}

/// How far a backlog has come, and how long the rest takes at the rate that is allowed.
fn progress(state: TransferState, transfers: &Transfers, locale: Locale) -> AnyView {
    let backlog = state.backlog.get();
    if backlog.left == 0 || transfers.pause_reason.is_some() {
        return ().into_any();
    }
    let rough = at_least(backlog.left, transfers.rate_per_second);
    view! {
        <div class="progress">
            <progress
                aria-label=t!(transfers.progress)
                max=backlog.peak.to_string()
                value=backlog.done().to_string()
            ></progress>
            <p class="quiet">{labels::estimate(rough, locale)}</p>
        </div>
    }
    .into_any()
}
