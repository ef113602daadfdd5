use contract::{CLOCK_LEEWAY_SECONDS, Language, MAX_TOKEN_SECONDS, SiteId};
use serde::{Deserialize, Serialize};

use super::Refused;

/// Who signs.
pub const ISSUER: &str = "passweb";

/// What a token opens: one of them, never both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// What a merchant does in the panel.
    Panel,
    /// What the Passweb server hands over.
    Events,
}

impl Audience {
    /// As it stands in a token.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Panel => "panel",
            Self::Events => "events",
        }
    }
}

/// A token's claims. All are required but `unified_cart`; others are ignored, as JWT asks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// Always [`ISSUER`].
    pub iss: String,
    /// What it opens. A list is refused: it could open both.
    pub aud: Audience,
    /// The user or the server.
    pub sub: String,
    /// The site.
    pub site: SiteId,
    /// Its name.
    pub site_name: String,
    /// Its address.
    pub site_url: String,
    /// The modules active on Passstore.
    pub modules: Vec<String>,
    /// The language of the back office.
    pub lang: Language,
    /// Whether *Gestione Carrello al Login* is *Gestione Unificata*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unified_cart: Option<bool>,
    /// When it was made, in seconds since 1970.
    pub iat: i64,
    /// When it begins to be valid.
    pub nbf: i64,
    /// When it ends.
    pub exp: i64,
    /// Its own identifier.
    pub jti: String,
}

impl Claims {
    /// What the library does not check: the times, that nobody is nameless, and that names are a
    /// line of text each.
    ///
    /// # Errors
    /// [`Refused`], which tells a clock that is wrong from a token that is.
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
