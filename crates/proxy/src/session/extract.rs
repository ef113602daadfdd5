use std::sync::Arc;

use axum::{
    extract::{FromRef, FromRequestParts, OptionalFromRequestParts},
    http::{header, request::Parts},
};
use axum_extra::{
    TypedHeader,
    headers::{Authorization, authorization::Bearer},
};
use contract::{Platform, Session, Site, SiteId};

use super::{Audience, Claims, Refused, SessionSecrets, Throttle};
use crate::{
    error::Error,
    store::{KnownSite, SiteClaims},
};

/// The session of a user of the panel. A handler with this argument requires a valid token.
#[derive(Clone, Debug)]
pub struct PanelSession(Claims);

/// The session of a Passweb server that submits data.
#[derive(Clone, Debug)]
pub struct EventsSession(Claims);

impl PanelSession {
    /// The site of the token. Handlers take the site from nowhere else.
    #[must_use]
    pub fn site(&self) -> &SiteId {
        &self.0.site
    }

    /// The back office's identifier of the user.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.0.sub
    }

    /// Whether the site has the module of a platform.
    #[must_use]
    pub fn has_module(&self, platform: Platform) -> bool {
        self.0.modules.iter().any(|module| module == platform.id())
    }

    /// The token's claims about the site.
    #[must_use]
    pub fn site_claims(&self) -> SiteClaims {
        site_claims(&self.0)
    }

    /// The session in the panel's format.
    #[must_use]
    pub fn into_contract(self) -> Session {
        Session {
            user: self.0.sub,
            site: Site {
                id: self.0.site.as_str().to_owned(),
                name: self.0.site_name,
                url: self.0.site_url,
            },
            language: self.0.lang,
            modules: self.0.modules,
            unified_cart: self.0.unified_cart,
        }
    }
}

impl EventsSession {
    /// The URL of the site.
    #[must_use]
    pub fn site_url(&self) -> &str {
        &self.0.site_url
    }

    /// The site of the token. Handlers take the site from nowhere else.
    #[must_use]
    pub fn site(&self) -> &SiteId {
        &self.0.site
    }

    /// The token's claims about the site.
    #[must_use]
    pub fn site_claims(&self) -> SiteClaims {
        site_claims(&self.0)
    }
}

impl<S> FromRequestParts<S> for PanelSession
where
    S: Send + Sync,
    Arc<SessionSecrets>: FromRef<S>,
    Arc<Throttle>: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        claims(parts, state, Audience::Panel).await.map(Self)
    }
}

impl<S> FromRequestParts<S> for EventsSession
where
    S: Send + Sync,
    Arc<SessionSecrets>: FromRef<S>,
    Arc<Throttle>: FromRef<S>,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        claims(parts, state, Audience::Events).await.map(Self)
    }
}

/// Verifies the token, then the site's rate limit: only a verified token identifies the site.
async fn claims<S>(parts: &mut Parts, state: &S, audience: Audience) -> Result<Claims, Error>
where
    S: Send + Sync,
    Arc<SessionSecrets>: FromRef<S>,
    Arc<Throttle>: FromRef<S>,
{
    type Header = TypedHeader<Authorization<Bearer>>;
    let mut given = parts.headers.get_all(header::AUTHORIZATION).iter();
    if given.next().is_some() && given.next().is_some() {
        return Err(Error::MalformedRequest(
            "there is more than one Authorization header",
        ));
    }
    let header = <Header as OptionalFromRequestParts<S>>::from_request_parts(parts, state)
        .await
        .map_err(|_| Error::Unauthenticated { token_given: true })?
        .ok_or(Error::Unauthenticated { token_given: false })?;
    let claims = Arc::<SessionSecrets>::from_ref(state)
        .verify(header.token(), audience)
        .map_err(|refused| {
            // Logged as a string, which is escaped: it may contain text of the token with line
            // breaks.
            let text = refused.to_string();
            tracing::info!(refused = text, "session token refused");
            match refused {
                Refused::InTheFuture(seconds) => Error::ClockSkew(seconds),
                Refused::Expired(seconds) => Error::TokenExpired(seconds),
                Refused::Invalid(_) | Refused::Unsound(_) => {
                    Error::Unauthenticated { token_given: true }
                }
            }
        })?;
    Arc::<Throttle>::from_ref(state).request_of(&claims.site, audience)?;
    Ok(claims)
}

fn site_claims(claims: &Claims) -> SiteClaims {
    let platform = Platform::ActiveCampaign.id();
    SiteClaims {
        site: KnownSite {
            name: claims.site_name.clone(),
            url: claims.site_url.clone(),
            module_active: claims.modules.iter().any(|module| module == platform),
        },
        at: claims.iat,
    }
}
