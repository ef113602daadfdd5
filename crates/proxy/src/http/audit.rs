//! Audit entries: log rows (*Lista dei Log*) about what a user did.

use contract::{
    ConnectionTest, ValidUpdate,
    log::{AccountSetting, LogCode, LogKind},
};
use serde_json::Value;

use crate::{
    session::PanelSession,
    store::{NewEntry, StoredAccount},
};

/// Maximum length of a stored user name, in characters.
const MAX_USER: usize = 200;

/// An entry for an action of the session's user.
pub(super) fn entry(session: &PanelSession, code: LogCode) -> NewEntry {
    let user: String = session.user().chars().take(MAX_USER).collect();
    NewEntry::new(LogKind::Info, code).with("user", user)
}

/// An entry for a connection test.
pub(super) fn tested(session: &PanelSession, test: &ConnectionTest) -> NewEntry {
    entry(session, LogCode::ConnectionTested).with("outcome", test.outcome.code())
}

/// An entry for changed settings; `None` when nothing changed.
pub(super) fn changed(
    session: &PanelSession,
    before: &StoredAccount,
    typed: &ValidUpdate,
) -> Option<NewEntry> {
    let names: Vec<String> = settings(before, typed)
        .filter_map(|setting| match serde_json::to_value(setting) {
            Ok(Value::String(name)) => Some(name),
            _ => None,
        })
        .collect();
    (!names.is_empty())
        .then(|| entry(session, LogCode::AccountChanged).with("settings", names.join(",")))
}

fn settings(before: &StoredAccount, typed: &ValidUpdate) -> impl Iterator<Item = AccountSetting> {
    use AccountSetting as Setting;
    let saved = &before.account;
    let ecommerce = typed.ecommerce.unwrap_or(saved.ecommerce);
    let orders = match ecommerce.orders {
        true => Setting::OrdersOn,
        false => Setting::OrdersOff,
    };
    let carts = match ecommerce.abandoned_carts {
        true => Setting::CartsOn,
        false => Setting::CartsOff,
    };
    let changes = [
        (typed.description != saved.description, Setting::Description),
        (
            typed.account_name != saved.account_name || typed.api_domain != saved.api_domain,
            Setting::AccountName,
        ),
        (typed.new_api_key.is_some(), Setting::ApiKey),
        (ecommerce.orders != saved.ecommerce.orders, orders),
        (
            ecommerce.abandoned_carts != saved.ecommerce.abandoned_carts,
            carts,
        ),
    ];
    let changed = changes.into_iter().filter(|(is_changed, _)| *is_changed);
    changed.map(|(_, setting)| setting)
}
