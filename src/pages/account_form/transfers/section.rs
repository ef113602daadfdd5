use contract::transfer::{PauseReason, TransferCounters, Transfers};
use leptos::prelude::*;

use super::{
    failures::Failures, labels, lookup::Lookup, rejected::RejectedList, state::TransferState,
};
use crate::{
    components::{Card, Failure, Info, WayOn, focus, moment, number, time_of_day},
    i18n::{self, Key, Locale, fill},
    key,
    load_state::LoadState,
    messages,
    pages::account_form::state::Form,
    t,
};

/// The section *Invio dati*: in the page once the account was saved.
#[component]
pub fn TransfersSection(
    /// The page's state.
    form: Form,
    /// The transfers of the account.
    state: TransferState,
) -> impl IntoView {
    view! {
        <Card id="transfers" icon="icon-plug" title=t!(transfers.title)>
            <Numbers state/>
            <Freshness state/>
            <Lookup form/>
            <RejectedList state=state.rejected/>
            <Failures state/>
        </Card>
    }
}

#[component]
fn Numbers(state: TransferState) -> impl IntoView {
    let locale = i18n::locale();
    move || match state.transfers.get() {
        LoadState::Pending => view! { <p class="quiet">{t!(loading)}</p> }.into_any(),
        LoadState::Failed(error) => view! { <Failure error/> }.into_any(),
        LoadState::Ready(transfers) => {
            let locale = locale.get();
            view! {
                <Counters counters=transfers.counters locale/>
                <Pause transfers=transfers.clone() locale/>
                <Progress state transfers locale/>
            }
            .into_any()
        }
    }
}

/// The age of the numbers, and why they are not newer.
#[component]
fn Freshness(state: TransferState) -> impl IntoView {
    let locale = i18n::locale();
    let when = move || {
        let (at, locale) = (state.updated_at.get(), locale.get());
        let text = || fill(key!(transfers.seen_at)(locale), &time_of_day(&at, locale));
        (!at.is_empty()).then(text)
    };
    let lost = move || {
        let shown = state.updated_at.with_untracked(|at| !at.is_empty());
        let error = state.lost.get().filter(|_| shown)?;
        let why = (messages::problem(&error).what)(locale.get());
        let on_retry = move |()| {
            // The button disappears together with the error.
            focus("transfers-fold");
            state.refresh();
        };
        Some(view! {
            <div class="info">
                <p>{key!(transfers.look_failed)(locale.get())} " " {why}</p>
                <WayOn error on_retry/>
            </div>
        })
    };
    view! {
        <p class="quiet">{when}</p>
        <div role="status">{lost}</div>
    }
}

#[component]
fn Counters(counters: TransferCounters, locale: Locale) -> impl IntoView {
    let entry = |name: Key, value: i64| {
        view! { <div><dt>{name(locale)}</dt><dd>{number(value, locale)}</dd></div> }
    };
    let held = (counters.held > 0).then(|| {
        let text = fill(key!(transfers.held)(locale), &number(counters.held, locale));
        view! { <p class="quiet">{text}</p> }
    });
    view! {
        <dl class="counters">
            {entry(key!(transfers.waiting), counters.waiting - counters.held)}
            {entry(key!(transfers.sent), counters.sent)}
            {entry(key!(transfers.failed), counters.failed)}
            {entry(key!(transfers.rejected), counters.rejected)}
        </dl>
        {held}
    }
}

/// Why nothing is sent at the moment, and until when.
#[component]
fn Pause(transfers: Transfers, locale: Locale) -> impl IntoView {
    // The banner at the top of the page already shows it.
    let said = transfers.stopped.is_some();
    let reason = transfers
        .pause_reason
        .filter(|reason| !said && !is_choice(*reason))?;
    let until = transfers.paused_until.as_ref().map(|until| {
        let text = fill(key!(transfers.until)(locale), &moment(until, locale));
        [" ", &text].concat()
    });
    Some(view! { <Info><p>{labels::pause(reason)(locale)} {until}</p></Info> })
}

/// Whether a user chose this pause.
const fn is_choice(reason: PauseReason) -> bool {
    matches!(
        reason,
        PauseReason::AccountDisabled | PauseReason::ModuleInactive
    )
}

/// How much of a backlog was sent, and about how long the rest takes.
#[component]
fn Progress(state: TransferState, transfers: Transfers, locale: Locale) -> impl IntoView {
    let backlog = state.backlog.get();
    let shown = backlog.left > 0 && transfers.pause_reason.is_none();
    shown.then(|| {
        let rough = backlog.rest(transfers.rate_per_second);
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
    })
}
