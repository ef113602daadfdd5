//! Where the proxy serves what, relative to its origin.

use crate::AccountId;

/// Which hosts may frame the panel: `GET`, open to anybody.
pub const FRAME: &str = "/api/v1/frame";
/// Who is asking, for which site: `GET`.
pub const SESSION: &str = "/api/v1/session";
/// Session, platforms and accounts in one answer: `GET`.
pub const FIRST_VIEW: &str = "/api/v1/first-view";
/// The platforms a site may connect to: `GET`.
pub const PLATFORMS: &str = "/api/v1/platforms";
/// The site's accounts: `GET`, `POST`.
pub const ACCOUNTS: &str = "/api/v1/accounts";
/// A session token for the demo site: `POST`. Served in demo mode only.
pub const DEMO_TOKEN: &str = "/demo/token";

/// One account: `GET`, `PUT`, `DELETE`.
#[must_use]
pub fn account(id: &AccountId) -> String {
    [ACCOUNTS, "/", id.as_str()].concat()
}

/// Whether an account sends anything: `PUT`.
#[must_use]
pub fn enabled(id: &AccountId) -> String {
    [&account(id), "/enabled"].concat()
}

/// Tries the saved settings against the platform: `POST`.
#[must_use]
pub fn connection_test(id: &AccountId) -> String {
    [&account(id), "/connection-test"].concat()
}

/// Orders handed over: `POST`, by the Passweb server.
pub const EVENTS_ORDERS: &str = "/api/v1/events/orders";
/// Abandoned carts handed over: `POST`, by the Passweb server.
pub const EVENTS_CARTS: &str = "/api/v1/events/carts";
/// The end of a synchronisation: `POST`, by the Passweb server.
pub const EVENTS_SYNCHRONISATIONS: &str = "/api/v1/events/synchronisations";
/// What the merchant should be told: `GET`, by the Passweb server.
pub const EVENTS_STATUS: &str = "/api/v1/events/status";
/// A person of whom nothing is to be kept: `POST`, by the Passweb server.
pub const EVENTS_ERASURES: &str = "/api/v1/events/erasures";
/// *Lista dei Log*: `GET`.
pub const LOG: &str = "/api/v1/log";

/// What waits, was sent, or was set aside: `GET`.
#[must_use]
pub fn transfers(id: &AccountId) -> String {
    [&account(id), "/transfers"].concat()
}

/// Sends again what was set aside: `POST`.
#[must_use]
pub fn retry(id: &AccountId) -> String {
    [&account(id), "/transfers/retry"].concat()
}
