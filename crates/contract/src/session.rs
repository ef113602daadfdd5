use serde::{Deserialize, Serialize};

/// How long a session token may live, in seconds (docs/embedding.md).
pub const MAX_TOKEN_SECONDS: i64 = 600;
/// How far the clocks of the host and of the proxy may be apart, in seconds.
pub const CLOCK_LEEWAY_SECONDS: i64 = 60;

/// The languages of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Language {
    /// Italian, the first.
    It,
    /// English.
    En,
}

/// The shop a session is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Site {
    /// Passweb's identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
}

/// Who is here, and what the host said about the site: `GET /api/v1/session`.
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
    /// Whether *Gestione Carrello al Login* is *Gestione Unificata*; `null` when the host does
    /// not say.
    pub unified_cart: Option<bool>,
}
