//! The paths of the proxy's API, relative to its origin.

use crate::AccountId;

/// Hosts that may frame the panel: `GET`, public.
pub const FRAME: &str = "/api/v1/frame";
/// The user and the site of the session: `GET`.
pub const SESSION: &str = "/api/v1/session";
/// Session, platforms and accounts in one answer: `GET`.
pub const FIRST_VIEW: &str = "/api/v1/first-view";
/// The platforms that a site can connect to: `GET`.
pub const PLATFORMS: &str = "/api/v1/platforms";
/// The site's accounts: `GET`, `POST`.
pub const ACCOUNTS: &str = "/api/v1/accounts";
/// Issues a session token for the demo site: `POST`. Exists in demo mode only.
pub const DEMO_TOKEN: &str = "/demo/token";

/// One account: `GET`, `PUT`, `DELETE`.
#[must_use]
pub fn account(id: &AccountId) -> String {
    [ACCOUNTS, "/", id.as_str()].concat()
}

/// Enables or disables an account: `PUT`.
#[must_use]
pub fn enabled(id: &AccountId) -> String {
    [&account(id), "/enabled"].concat()
}

/// Restores a deleted account: `POST`.
#[must_use]
pub fn restore(id: &AccountId) -> String {
    [&account(id), "/restore"].concat()
}

/// Tests the saved settings against the platform: `POST`.
#[must_use]
pub fn connection_test(id: &AccountId) -> String {
    [&account(id), "/connection-test"].concat()
}

/// Old orders: `PUT`.
#[must_use]
pub fn history(id: &AccountId) -> String {
    [&account(id), "/history"].concat()
}

/// What support needs to know: `GET`.
#[must_use]
pub fn diagnosis(id: &AccountId) -> String {
    [&account(id), "/diagnosis"].concat()
}

/// What ActiveCampaign gets for an order: `GET`.
#[must_use]
pub fn preview(id: &AccountId) -> String {
    [&account(id), "/preview"].concat()
}

/// Submits orders: `POST`, by the Passweb server.
pub const EVENTS_ORDERS: &str = "/api/v1/events/orders";
/// Submits abandoned carts: `POST`, by the Passweb server.
pub const EVENTS_CARTS: &str = "/api/v1/events/carts";
/// Submits the end of a synchronisation: `POST`, by the Passweb server.
pub const EVENTS_SYNCHRONISATIONS: &str = "/api/v1/events/synchronisations";
/// Conditions that need the merchant's attention: `GET`, by the Passweb server.
pub const EVENTS_STATUS: &str = "/api/v1/events/status";
/// What the site says of its old orders: `POST`, by the Passweb server.
pub const EVENTS_HISTORY: &str = "/api/v1/events/history";
/// Erases all data of a person: `POST`, by the Passweb server.
pub const EVENTS_ERASURES: &str = "/api/v1/events/erasures";
/// The log (*Lista dei Log*): `GET`.
pub const LOG: &str = "/api/v1/log";

/// Orders and carts of an account, by state: `GET`.
#[must_use]
pub fn transfers(id: &AccountId) -> String {
    [&account(id), "/transfers"].concat()
}

/// Retries failed items: `POST`.
#[must_use]
pub fn retry(id: &AccountId) -> String {
    [&account(id), "/transfers/retry"].concat()
}
