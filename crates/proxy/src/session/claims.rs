use contract::{CLOCK_LEEWAY_SECONDS, Language, MAX_TOKEN_SECONDS, SiteId};
use serde::{Deserialize, Serialize};

use super::Refused;

/// The issuer of every token.
pub const ISSUER: &str = "passweb";

/// The audience of a token. A token has exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The routes of the panel.
    Panel,
    /// The routes of the Passweb server.
    Events,
}

impl Audience {
    /// The claim's value.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Panel => "panel",
            Self::Events => "events",
        }
    }
}

/// The claims of a token. All are required except `unified_cart`; unknown claims are ignored, as
/// JWT requires.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// Always [`ISSUER`].
    pub iss: String,
    /// The audience. A list is rejected, because it could contain both.
    pub aud: Audience,
    /// The user, or the server.
    pub sub: String,
    /// Passweb's identifier of the site.
    pub site: SiteId,
    /// The name of the site.
    pub site_name: String,
    /// The URL of the site.
    pub site_url: String,
    /// The modules active on Passstore.
    pub modules: Vec<String>,
    /// The language of the back office.
    pub lang: Language,
    /// Whether *Gestione Carrello al Login* is *Gestione Unificata*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unified_cart: Option<bool>,
    /// When the token was issued, in seconds since 1970.
    pub iat: i64,
    /// When the token becomes valid, in seconds since 1970.
    pub nbf: i64,
    /// When the token expires, in seconds since 1970.
    pub exp: i64,
    /// The identifier of the token.
    pub jti: String,
}

impl Claims {
    /// Checks what the library does not: the times, that user and site have names, and that each
    /// name is a single line.
    ///
    /// # Errors
    /// [`Refused`], which distinguishes a wrong clock from an invalid token.
    pub(super) fn check(&self, now: i64) -> Result<(), Refused> {
        let lifetime = self.exp.saturating_sub(self.iat);
        if !(1..=MAX_TOKEN_SECONDS).contains(&lifetime) || self.nbf > self.exp {
            return Err(Refused::Unsound("its times do not fit together"));
        }
        if self.sub.is_empty() || self.jti.is_empty() {
            return Err(Refused::Unsound("sub or jti is empty"));
        }
        if self.words().any(|word| word.contains(char::is_control)) {
            return Err(Refused::Unsound("a name is not one line of text"));
        }
        let ahead = self.iat.max(self.nbf).saturating_sub(now);
        if ahead > CLOCK_LEEWAY_SECONDS {
            return Err(Refused::InTheFuture(ahead));
        }
        let ended = now.saturating_sub(self.exp);
        if ended >= CLOCK_LEEWAY_SECONDS {
            return Err(Refused::Expired(ended));
        }
        Ok(())
    }

    fn words(&self) -> impl Iterator<Item = &String> {
        let names = [&self.sub, &self.site_name, &self.site_url, &self.jti];
        names.into_iter().chain(&self.modules)
    }
}
