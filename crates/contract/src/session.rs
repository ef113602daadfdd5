use serde::{Deserialize, Serialize};

/// The maximum lifetime of a session token, in seconds (docs/embedding.md).
pub const MAX_TOKEN_SECONDS: i64 = 600;
/// The maximum difference between the clocks of host and proxy, in seconds.
pub const CLOCK_LEEWAY_SECONDS: i64 = 60;

/// The languages of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Language {
    /// Italian, the default.
    It,
    /// English.
    En,
}

/// The shop of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Site {
    /// Passweb's identifier of the site.
    pub id: String,
    /// The name of the shop.
    pub name: String,
    /// The URL of the shop.
    pub url: String,
}

/// The user of the session, and the host's claims about the site: `GET /api/v1/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Passweb's identifier of the user.
    pub user: String,
    /// The shop.
    pub site: Site,
    /// The language of the back office.
    pub language: Language,
    /// The modules active on Passstore.
    pub modules: Vec<String>,
    /// Whether *Gestione Carrello al Login* is *Gestione Unificata*; `null` when the token does not
    /// tell.
    pub unified_cart: Option<bool>,
}
