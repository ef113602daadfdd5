//! The message of each log code: what happened, and for warnings and errors what to do.

use contract::{
    log::{AccountSetting, LogCode, LogEntry},
    transfer::{FailureCode, RejectionReason},
};

use crate::{
    api,
    components::moment,
    i18n::{Key, Locale, fill},
    key, messages,
};

/// The message of a code, with placeholders for its parameters.
pub fn sentence(code: LogCode, locale: Locale) -> String {
    let sentence = start(code)(locale);
    if code != LogCode::Sent {
        return sentence.to_owned();
    }
    let (orders, carts) = (key!(log.orders)(locale), key!(log.carts)(locale));
    [sentence, " (", orders, ", ", carts, ")."].concat()
}

fn start(code: LogCode) -> Key {
    match code {
        LogCode::Sent => key!(log.sent),
        LogCode::CartsReleased => key!(log.carts_released),
        LogCode::ConnectionCreated => key!(log.connection_created),
        LogCode::ConnectionVanished => key!(log.connection_vanished),
        LogCode::Retried => key!(log.retried),
        LogCode::Resumed => key!(log.resumed),
        LogCode::OrderRefused => key!(log.order_refused),
        LogCode::CartRefused => key!(log.cart_refused),
        LogCode::KeyRejected => key!(log.key_rejected),
        LogCode::AccountNotFound => key!(log.account_not_found),
        LogCode::NoEcommerce => key!(log.no_ecommerce),
        LogCode::AccountSuspended => key!(log.account_suspended),
        LogCode::Maintenance => key!(log.maintenance),
        LogCode::RateLimited => key!(log.rate_limited),
        LogCode::Unreachable => key!(log.unreachable),
        LogCode::ConnectionRefused => key!(log.connection_refused),
        LogCode::FailedExpire => key!(log.failed_expire),
        LogCode::CartsExpire => key!(log.carts_expire),
        LogCode::OrderRejected => key!(log.order_rejected),
        LogCode::CartRejected => key!(log.cart_rejected),
        LogCode::AccountCreated => key!(log.account_created),
        LogCode::AccountChanged => key!(log.account_changed),
        LogCode::AccountEnabled => key!(log.account_enabled),
        LogCode::AccountDisabled => key!(log.account_disabled),
        LogCode::AccountDeleted => key!(log.account_deleted),
        LogCode::AccountRestored => key!(log.account_restored),
        LogCode::ConnectionTested => key!(log.connection_tested),
        LogCode::HistoryStarted => key!(log.history_started),
        LogCode::HistoryPaused => key!(log.history_paused),
        LogCode::HistoryResumed => key!(log.history_resumed),
        LogCode::HistoryCancelled => key!(log.history_cancelled),
        LogCode::Unknown => key!(log.unknown),
    }
}

/// The message of a row.
pub fn message(entry: &LogEntry, locale: Locale) -> String {
    let sentence = sentence(entry.code, locale);
    let param = |name: &str| entry.params.get(name).map(String::as_str);
    if entry.code == LogCode::Sent {
        let orders = fill(&sentence, param("orders").unwrap_or("0"));
        return fill(&orders, param("carts").unwrap_or("0"));
    }
    if let Some(user) = param("user") {
        return audit(entry, &sentence, user, locale);
    }
    if let Some(rejection) = rejected(entry) {
        let label = ["number", "id"].into_iter().find_map(param);
        let label = label.filter(|label| !label.is_empty());
        let label = label.unwrap_or_else(|| key!(transfers.no_number)(locale));
        let why = messages::rejection(rejection)(locale);
        let remedy = messages::remedy(rejection.remedy())(locale);
        return [&fill(&sentence, label), " ", why, " ", remedy].concat();
    }
    if let (Some(items), Some(until)) = (param("items"), param("until")) {
        return fill(&fill(&sentence, items), &moment(until, locale));
    }
    if let Some(until) = param("until") {
        return fill(&sentence, &moment(until, locale));
    }
    match ["number", "id", "carts", "items"]
        .into_iter()
        .find_map(param)
    {
        Some(value) => fill(&sentence, value),
        None => sentence,
    }
}

/// The message of an audit entry: who did what.
fn audit(entry: &LogEntry, sentence: &str, user: &str, locale: Locale) -> String {
    let param = |name: &str| entry.params.get(name).map_or("", String::as_str);
    match entry.code {
        LogCode::Retried => {
            let items = fill(sentence, param("items"));
            [items.as_str(), " (", user, ")"].concat()
        }
        LogCode::AccountChanged => {
            let settings = param("settings").split(',');
            let names: Vec<String> = settings.filter_map(|name| setting(name, locale)).collect();
            [&fill(sentence, user), ": ", &names.join(", "), "."].concat()
        }
        LogCode::ConnectionTested => {
            let outcome = api::read(param("outcome").into()).map(messages::outcome);
            let outcome = outcome.map_or("", |outcome| outcome(locale));
            [&fill(sentence, user), ": ", outcome, "."].concat()
        }
        LogCode::AccountEnabled if entry.params.contains_key("skipped") => {
            let sentence = fill(key!(log.account_enabled_skipped)(locale), user);
            fill(&sentence, param("skipped"))
        }
        LogCode::HistoryCancelled => fill(&fill(sentence, user), param("dropped")),
        _ => fill(sentence, user),
    }
}

/// The label of a setting, with its new value if it is a switch.
fn setting(name: &str, locale: Locale) -> Option<String> {
    let switched = |name: Key, on: bool| {
        let state = if on { key!(yes) } else { key!(no) };
        [name(locale), " = ", state(locale)].concat()
    };
    let name = match api::read(name.into()).ok()? {
        AccountSetting::Description => key!(form.description)(locale).to_owned(),
        AccountSetting::AccountName => key!(form.account_name)(locale).to_owned(),
        AccountSetting::ApiKey => key!(form.api_key)(locale).to_owned(),
        AccountSetting::OrdersOn => switched(key!(form.orders), true),
        AccountSetting::OrdersOff => switched(key!(form.orders), false),
        AccountSetting::CartsOn => switched(key!(form.carts), true),
        AccountSetting::CartsOff => switched(key!(form.carts), false),
        AccountSetting::Unknown => return None,
    };
    Some(name)
}

/// The reason of a rejection, if the row is about one.
fn rejected(entry: &LogEntry) -> Option<RejectionReason> {
    api::read(entry.params.get("rejection")?.as_str().into()).ok()
}

/// The failure code, if the row is about a failed order or cart.
pub fn refused(entry: &LogEntry) -> Option<FailureCode> {
    api::read(entry.params.get("reason")?.as_str().into()).ok()
}
