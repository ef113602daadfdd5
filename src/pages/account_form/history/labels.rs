//! Labels for the stages, days and durations of the old orders.

use contract::history::History;

use super::{estimate::Estimate, stage::Stage};
use crate::{
    components::day,
    i18n::{Key, Locale, fill},
    key,
    pages::account_form::transfers::{self, Rough},
};

/// The badge of a stage: colour, icon and label. None before the first start.
pub fn badge(stage: Stage) -> Option<(&'static str, &'static str, Key)> {
    Some(match stage {
        Stage::NotStarted => return None,
        Stage::Requested | Stage::Sending | Stage::AwaitingMore => {
            ("badge-good", "icon-clock", key!(history.running))
        }
        Stage::Paused => ("badge-warn", "icon-dash", key!(history.paused)),
        Stage::Cancelled => ("badge-off", "icon-close", key!(history.cancelled)),
        Stage::Done | Stage::DoneEmpty => ("badge-good", "icon-check", key!(history.done)),
    })
}

/// The sentence of a stage.
pub fn sentence(stage: Stage) -> Key {
    match stage {
        Stage::NotStarted => key!(history.not_started_text),
        Stage::Requested => key!(history.requested_text),
        Stage::Sending => key!(history.sending_text),
        Stage::AwaitingMore => key!(history.awaiting_text),
        Stage::Paused => key!(history.paused_text),
        Stage::Cancelled => key!(history.cancelled_text),
        Stage::Done => key!(history.done_text),
        Stage::DoneEmpty => key!(history.done_empty_text),
    }
}

/// From when on orders are wanted.
pub fn since(history: &History, locale: Locale) -> String {
    if is_all(history) {
        return key!(history.since_all)(locale).to_owned();
    }
    fill(
        key!(history.since_day)(locale),
        &day(&history.since, locale),
    )
}

/// Whether all orders are wanted: those since 1970, which is still 1969 in UTC where the day begins
/// earlier.
pub fn is_all(history: &History) -> bool {
    history.since.starts_with("1970") || history.since.starts_with("1969")
}

/// How long it still takes.
pub fn estimate(estimate: Estimate, locale: Locale) -> String {
    match estimate {
        Estimate::About(rough) => transfers::estimate(rough, locale),
        Estimate::Between(least, most) => {
            let sentence = fill(key!(history.between)(locale), &duration(least, locale));
            fill(&sentence, &duration(most, locale))
        }
    }
}

fn duration(rough: Rough, locale: Locale) -> String {
    match rough {
        Rough::Moment => key!(history.moment)(locale).to_owned(),
        Rough::Minutes(count) => fill(key!(history.minutes)(locale), &count.to_string()),
        Rough::Hours(count) => fill(key!(history.hours)(locale), &count.to_string()),
    }
}
