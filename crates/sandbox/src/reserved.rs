//! Account names and keys with a fixed outcome, so that every result of a connection test can be
//! produced.

use std::time::Duration;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use crate::answers;

/// The misbehaviour of an account or a key. Control requests use its `snake_case` name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "ACCOUNTS and KEYS say what each shows")]
pub enum Behaviour {
    UnknownAccount,
    UnknownNotFound,
    Html,
    NoEcommerce,
    NoEcommercePaymentRequired,
    Suspended,
    Maintenance,
    Archived,
    RateLimited,
    Stalled,
    Cloudflare,
    BrokenJson,
    ServerError,
    Reset,
    WrongKey,
    WrongKeyUnauthorized,
    WrongKeyHtml,
    NotFound,
    NoEcommerceUnprocessable,
}

/// A reserved name and its behaviour.
#[derive(Clone, Copy, Debug)]
pub struct Reserved {
    /// The account name or key to enter.
    pub name: &'static str,
    /// The behaviour.
    pub behaviour: Behaviour,
    /// The result for the client.
    pub shows: &'static str,
}

/// Accounts with a fixed behaviour.
#[rustfmt::skip]
pub const ACCOUNTS: &[Reserved] = &[
    reserved("unknown-account", Behaviour::UnknownAccount, "302 to a log-in page in HTML, as a mistyped name gives"),
    reserved("unknown-404", Behaviour::UnknownNotFound, "404 with a page in HTML"),
    reserved("html-account", Behaviour::Html, "200 with a page in HTML"),
    reserved("no-ecommerce", Behaviour::NoEcommerce, "users/me answers; connections and ecom… 403, Deep Data not enabled"),
    reserved("no-ecommerce-402", Behaviour::NoEcommercePaymentRequired, "users/me answers; connections and ecom… 402, Deep Data not enabled"),
    reserved("suspended", Behaviour::Suspended, "402: unpaid or expired"),
    reserved("maintenance", Behaviour::Maintenance, "503 in HTML with Retry-After: 120"),
    reserved("archived", Behaviour::Archived, "503 in HTML without Retry-After"),
    reserved("rate-limited", Behaviour::RateLimited, "429 with Retry-After: 7"),
    reserved("stalled", Behaviour::Stalled, "no answer; the connection closes after ten minutes"),
    reserved("cloudflare", Behaviour::Cloudflare, "522 in HTML"),
    reserved("broken-json", Behaviour::BrokenJson, "200 with JSON that ends in the middle"),
    reserved("server-error", Behaviour::ServerError, "500"),
    reserved("reset", Behaviour::Reset, "the connection closes without an answer"),
];

/// Keys that are refused. A missing or empty key is refused like the first entry.
#[rustfmt::skip]
pub const KEYS: &[Reserved] = &[
    reserved("wrong-key", Behaviour::WrongKey, "403 with a message in JSON"),
    reserved("wrong-key-401", Behaviour::WrongKeyUnauthorized, "401 with a message in JSON"),
    reserved("wrong-key-html", Behaviour::WrongKeyHtml, "403 with a page in HTML"),
];

/// How long a stalled account delays a request.
const STALL: Duration = Duration::from_secs(600);

const NO_DEEP_DATA: &str =
    "Deep Data is not enabled for this account. Upgrade your plan to use e-commerce data.";

const fn reserved(name: &'static str, behaviour: Behaviour, shows: &'static str) -> Reserved {
    Reserved {
        name,
        behaviour,
        shows,
    }
}

/// The behaviour of an account name or a key in the table.
pub(crate) fn find(table: &[Reserved], name: &str) -> Option<Behaviour> {
    table
        .iter()
        .find(|reserved| reserved.name == name)
        .map(|reserved| reserved.behaviour)
}

impl Behaviour {
    /// Whether only e-commerce data is affected: the key is checked first, and contacts work.
    pub(crate) fn is_about_ecommerce(self) -> bool {
        matches!(
            self,
            Self::NoEcommerce | Self::NoEcommercePaymentRequired | Self::NoEcommerceUnprocessable
        )
    }

    /// The response of this behaviour.
    pub(crate) async fn answer(self) -> Response {
        match self {
            Self::UnknownAccount => answers::redirect_to_login(),
            Self::UnknownNotFound => answers::page(StatusCode::NOT_FOUND, "Page not found"),
            Self::Html => answers::page(StatusCode::OK, "Welcome"),
            Self::NoEcommerce => answers::message(StatusCode::FORBIDDEN, NO_DEEP_DATA),
            Self::NoEcommercePaymentRequired => {
                answers::message(StatusCode::PAYMENT_REQUIRED, NO_DEEP_DATA)
            }
            Self::NoEcommerceUnprocessable => {
                answers::message(StatusCode::UNPROCESSABLE_ENTITY, NO_DEEP_DATA)
            }
            Self::Suspended => {
                answers::message(StatusCode::PAYMENT_REQUIRED, "This account has expired.")
            }
            Self::Maintenance => answers::unavailable(Some(120)),
            Self::Archived => answers::unavailable(None),
            Self::RateLimited => answers::rate_limited(7),
            Self::Stalled => answers::stall(STALL).await,
            Self::Cloudflare => answers::page(cloudflare_timeout(), "522: Connection timed out"),
            Self::BrokenJson => broken_json(),
            Self::ServerError => {
                answers::message(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong.")
            }
            Self::Reset => answers::hang_up(),
            Self::WrongKey => answers::message(StatusCode::FORBIDDEN, WRONG_KEY),
            Self::WrongKeyUnauthorized => answers::message(StatusCode::UNAUTHORIZED, WRONG_KEY),
            Self::NotFound => answers::message(StatusCode::NOT_FOUND, "No Result found"),
            Self::WrongKeyHtml => answers::page(StatusCode::FORBIDDEN, "403 Forbidden"),
        }
    }
}

const WRONG_KEY: &str = "You are not authorized to access this resource. Check your API token.";

/// Cloudflare's status for an origin that does not respond.
fn cloudflare_timeout() -> StatusCode {
    StatusCode::from_u16(522).unwrap_or(StatusCode::GATEWAY_TIMEOUT)
}

fn broken_json() -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        r#"{"user":{"username":"own"#,
    )
        .into_response()
}
