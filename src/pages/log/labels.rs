//! The sentence of each code of the log: what happened, and for warnings and errors what to do.

use contract::{
    log::{LogCode, LogEntry, LogKind},
    transfer::FailureCode,
};

use crate::{
    api,
    components::moment,
    i18n::{Key, Locale, fill},
    key,
};

/// The sentence of a code, with places for what it names.
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
        LogCode::FailedExpire => key!(log.failed_expire),
        LogCode::CartsExpire => key!(log.carts_expire),
        LogCode::Unknown => key!(log.unknown),
    }
}

/// What a row says.
pub fn message(entry: &LogEntry, locale: Locale) -> String {
    let sentence = sentence(entry.code, locale);
    let param = |name: &str| entry.params.get(name).map(String::as_str);
    if entry.code == LogCode::Sent {
        let orders = fill(&sentence, param("orders").unwrap_or("0"));
        return fill(&orders, param("carts").unwrap_or("0"));
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

/// Why an order or a cart was refused, where the row is about that.
pub fn refused(entry: &LogEntry) -> Option<FailureCode> {
    api::read(entry.params.get("reason")?.as_str().into()).ok()
}

/// The name of a kind.
pub fn kind(kind: LogKind) -> Key {
    match kind {
        LogKind::Info => key!(log.kind_info),
        LogKind::Warning => key!(log.kind_warning),
        LogKind::Error => key!(log.kind_error),
    }
}
