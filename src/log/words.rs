//! The sentence of each code of the log: what happened, and for warnings and errors what to do.

use contract::{
    log::{LogCode, LogEntry, LogKind},
    transfer::FailureCode,
};

use crate::{
    api,
    i18n::{Key, Locale, fill},
    key,
    ui::moment,
};

/// The sentence of a code, with a place for what it names.
pub fn sentence(code: LogCode) -> Key {
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
        LogCode::Unknown => key!(log.unknown),
    }
}

/// What a row says.
pub fn message(entry: &LogEntry, locale: Locale) -> String {
    let names = ["number", "id", "until", "carts", "items"];
    let named = names
        .iter()
        .find_map(|name| Some((*name, entry.params.get(*name)?)));
    let mut text = match named {
        Some(("until", until)) => fill(sentence(entry.code)(locale), &moment(until, locale)),
        Some((_, value)) if entry.code != LogCode::Sent => {
            fill(sentence(entry.code)(locale), value)
        }
        _ => sentence(entry.code)(locale).to_owned(),
    };
    if entry.code == LogCode::Sent {
        let count = |name: &str| entry.params.get(name).map_or("0", String::as_str);
        let orders = fill(key!(log.orders)(locale), count("orders"));
        let carts = fill(key!(log.carts)(locale), count("carts"));
        text = [&text, " ", &orders, ", ", &carts, "."].concat();
    }
    text
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
