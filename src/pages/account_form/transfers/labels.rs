//! Labels for the reasons and durations of waiting.

use contract::transfer::{AttemptOutcome, PauseReason, TransferItem, TransferKind};

use super::estimate::Rough;
use crate::{
    i18n::{Key, Locale, fill},
    key,
};

/// Why nothing is sent.
pub fn pause(reason: PauseReason) -> Key {
    match reason {
        PauseReason::AccountDisabled => key!(transfers.pause_account_disabled),
        PauseReason::ModuleInactive => key!(transfers.pause_module_inactive),
        PauseReason::KeyRejected => key!(transfers.pause_key_rejected),
        PauseReason::AccountNotFound => key!(transfers.pause_account_not_found),
        PauseReason::NoEcommerce => key!(transfers.pause_no_ecommerce),
        PauseReason::AccountSuspended => key!(transfers.pause_account_suspended),
        PauseReason::Maintenance => key!(transfers.pause_maintenance),
        PauseReason::RateLimited => key!(transfers.pause_rate_limited),
        PauseReason::ConnectionRefused => key!(transfers.pause_connection_refused),
        PauseReason::Unreachable | PauseReason::Unknown => key!(transfers.pause_unreachable),
    }
}

/// How an attempt ended.
pub fn attempt(outcome: AttemptOutcome) -> Key {
    match outcome {
        AttemptOutcome::Accepted => key!(transfers.attempt_accepted),
        AttemptOutcome::Refused => key!(transfers.attempt_refused),
        AttemptOutcome::NotFound => key!(transfers.attempt_not_found),
        AttemptOutcome::KeyRejected => key!(outcome.key_rejected),
        AttemptOutcome::NoEcommerce => key!(outcome.no_ecommerce),
        AttemptOutcome::AccountSuspended => key!(outcome.account_suspended),
        AttemptOutcome::RateLimited => key!(outcome.rate_limited),
        AttemptOutcome::Maintenance => key!(state.maintenance),
        AttemptOutcome::ServerError => key!(transfers.attempt_server_error),
        AttemptOutcome::ResponseTooLarge => key!(outcome.unexpected_answer),
        AttemptOutcome::TimedOut => key!(transfers.attempt_timed_out),
        AttemptOutcome::HostNotFound => key!(outcome.account_not_found),
        AttemptOutcome::WrongHost => key!(transfers.attempt_wrong_host),
        AttemptOutcome::ConnectionFailed => key!(outcome.unreachable),
        AttemptOutcome::Unknown => key!(transfers.attempt_failed),
    }
}

/// The name of an item: the number of an order, or the identifier of a cart.
pub fn name(item: &TransferItem, locale: Locale) -> String {
    let number = item.number.as_ref().or(item.external_id.as_ref());
    let number = number.map_or_else(|| key!(transfers.no_number)(locale), String::as_str);
    match item.kind {
        TransferKind::Order => fill(key!(transfers.order)(locale), number),
        TransferKind::Cart => fill(key!(transfers.cart)(locale), number),
    }
}

/// The label of an estimated duration.
pub fn estimate(rough: Rough, locale: Locale) -> String {
    match rough {
        Rough::Moment => key!(transfers.estimate_moment)(locale).to_owned(),
        Rough::Minutes(minutes) => fill(
            key!(transfers.estimate_minutes)(locale),
            &minutes.to_string(),
        ),
        Rough::Hours(hours) => fill(key!(transfers.estimate_hours)(locale), &hours.to_string()),
    }
}
