use contract::history::History;
use leptos::prelude::*;

use super::{
    estimate::{all, finished},
    labels,
    stage::Stage,
    state::OldOrders,
};
use crate::{
    components::number,
    i18n::{self, Key, Locale, fill},
    key, t,
};

/// How far the old orders are: numbers, a bar, and an estimate.
#[component]
pub fn Progress(
    /// The old orders.
    state: OldOrders,
) -> impl IntoView {
    let locale = i18n::locale();
    move || {
        let history = state.history.get().filter(|it| it.handed_over > 0)?;
        let locale = locale.get();
        let bar = (state.stage.get() != Stage::Cancelled)
            .then(|| view! { <Bar state history=history.clone() locale/> });
        let failed = (history.failed > 0)
            .then(|| view! { <p class="quiet">{key!(history.failed_where)(locale)}</p> });
        Some(view! {
            <Numbers history locale/>
            {bar}
            {failed}
        })
    }
}

#[component]
fn Numbers(history: History, locale: Locale) -> impl IntoView {
    let entry = |name: Key, value: i64| {
        view! { <div><dt>{name(locale)}</dt><dd>{number(value, locale)}</dd></div> }
    };
    view! {
        <dl class="counters">
            {entry(key!(history.handed_over), history.handed_over)}
            {entry(key!(transfers.waiting), history.waiting)}
            {entry(key!(transfers.sent), history.sent)}
            {entry(key!(transfers.failed), history.failed)}
        </dl>
    }
}

#[component]
fn Bar(state: OldOrders, history: History, locale: Locale) -> impl IntoView {
    let (done, all) = (finished(&history), all(&history));
    let of = match (history.total, history.all_handed_over) {
        (None, false) => key!(history.progress_so_far),
        _ => key!(history.progress_of),
    };
    let of = fill(of(locale), &number(done, locale));
    let of = fill(&of, &number(all, locale));
    let estimate = state.estimate().map(|it| labels::estimate(it, locale));
    view! {
        <div class="progress">
            <progress
                aria-label=t!(history.progress)
                max=all.to_string()
                value=done.to_string()
            ></progress>
            <p class="quiet">{of} " " {estimate}</p>
        </div>
    }
}
